/** How a new slate takes the place of the one on show. */
import type { Pick, Slate } from "../api/records";

export interface SlateChange {
  readonly kept: readonly string[];
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

export function changeBetween(shown: readonly Pick[], next: readonly Pick[]): SlateChange {
  const before = new Set(shown.map((pick) => pick.track_id));
  const after = new Set(next.map((pick) => pick.track_id));
  return {
    kept: [...after].filter((id) => before.has(id)),
    added: [...after].filter((id) => !before.has(id)),
    dropped: [...before].filter((id) => !after.has(id)),
  };
}

/** A slate is shown at once unless the listener points at, or stands with the focus on, one of the picks. */
export function mayShow(shown: Slate | null, touched: boolean): boolean {
  return shown === null || shown.picks.length === 0 || !touched;
}

/** Slates can arrive late after a reconnect: an older one never replaces a newer one. */
export function isNewer(shown: Slate | null, arriving: Slate): boolean {
  if (shown === null) return true;
  if (shown.slate_id === arriving.slate_id) return false;
  return Date.parse(arriving.made_at) >= Date.parse(shown.made_at);
}

/** The picks that may still be played: dismissed ones are greyed until the next slate, never chosen. */
export function nextPick(slate: Slate | null, refused: ReadonlySet<string>, recent: ReadonlySet<string>): Pick | null {
  const open = (slate?.picks ?? []).filter((pick) => !refused.has(pick.track_id));
  return open.find((pick) => !recent.has(pick.track_id)) ?? open[0] ?? null;
}

export interface Contribution {
  readonly name: string;
  readonly value: number;
  /** Length of the bar relative to the largest contribution, 0..1. */
  readonly length: number;
}

export function contributionsOf(pick: Pick): readonly Contribution[] {
  const parts = Object.entries(pick.contributions ?? {}).filter(([, value]) => value !== 0);
  const largest = Math.max(...parts.map(([, value]) => Math.abs(value)), Number.EPSILON);
  return parts
    .map(([name, value]) => ({ name, value, length: Math.abs(value) / largest }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}
