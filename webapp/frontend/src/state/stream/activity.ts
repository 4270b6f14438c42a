/** Says what the listener did: makes the event, keeps it, sends it. */
import type { ActivityEvent, EventKind, ShownPick, Steering } from "../../api/records";
import { newEventId } from "../../rules/event_ids";
import { flush, reportStorage } from "./live";
import { keep } from "./outbox";

/** One per tab: plays of two tabs are two sessions. */
const sessionId = crypto.randomUUID();

export interface Details {
  readonly trackId?: string;
  readonly position_s?: number;
  readonly duration_s?: number | null;
  readonly slateId?: string | undefined;
  readonly source?: string;
  readonly rating?: number;
  readonly steering?: Steering;
  readonly shownPicks?: readonly ShownPick[];
  readonly modelVersion?: string;
  readonly arm?: string | undefined;
}

export function record(kind: EventKind, details: Details = {}): void {
  keep(eventOf(kind, details)).catch(reportStorage);
  flush();
}

export function eventOf(kind: EventKind, details: Details): ActivityEvent {
  return {
    event_id: newEventId(),
    kind,
    occurred_at: new Date().toISOString(),
    session_id: sessionId,
    ...(details.trackId && { track_id: details.trackId }),
    ...(details.position_s !== undefined && { position_s: Math.max(0, details.position_s) }),
    ...(details.duration_s && Number.isFinite(details.duration_s) && { duration_s: details.duration_s }),
    ...(details.slateId && { slate_id: details.slateId }),
    ...(details.source && { source: details.source }),
    ...(details.rating !== undefined && { rating: details.rating }),
    ...(details.steering && { steering: details.steering }),
    ...(details.shownPicks && { shown_picks: details.shownPicks }),
    ...(details.modelVersion && { model_version: details.modelVersion }),
    ...(details.arm && { arm: details.arm }),
  };
}
