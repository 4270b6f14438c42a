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

export interface HeldRefusal {
  readonly pick: Pick;
  /** Its place in the list when it was refused. */
  readonly at: number;
}

/** The list on show: open picks, and those just refused, each in its place. */
export function withRefused<Held extends HeldRefusal>(
  picks: readonly Pick[],
  held: ReadonlyMap<string, Held>,
  isRefused: (trackId: string) => boolean,
): readonly Pick[] {
  const list = picks.filter(({ track_id }) => !held.has(track_id) && !isRefused(track_id));
  const inOrder = [...held.values()].sort((a, b) => a.at - b.at);
  for (const { pick, at } of inOrder) list.splice(Math.min(at, list.length), 0, pick);
  return list;
}

/** The pick to play; refused ones are never chosen. */
export function nextPick(
  slate: Slate | null,
  isRefused: (trackId: string) => boolean,
  recent: ReadonlySet<string>,
): Pick | null {
  const open = (slate?.picks ?? []).filter((pick) => !isRefused(pick.track_id));
  return open.find((pick) => !recent.has(pick.track_id)) ?? open[0] ?? null;
}

export interface Contribution {
  readonly name: string;
  readonly isAgainst: boolean;
  /** Of all that speaks for and against the pick, 0..1. */
  readonly share: number;
}

export function contributionsOf(pick: Pick): readonly Contribution[] {
  const parts = Object.entries(pick.contributions).filter(([, value]) => value !== 0);
  const whole = parts.reduce((sum, [, value]) => sum + Math.abs(value), 0);
  return parts
    .map(([name, value]) => ({ name, isAgainst: value < 0, share: Math.abs(value) / whole }))
    .sort((a, b) => b.share - a.share);
}
