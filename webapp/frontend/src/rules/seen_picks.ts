/** Which picks of a slate were really seen: what is told to the server as `shown`, once a pick and slate. */

/** In view for so long counts as seen, half of it at least: the Media Rating Council's rule for what is viewable. */
export const SEEN_AFTER_MS = 1_000;
export const SEEN_SHARE = 0.5;

export interface Seeing {
  readonly slateId: string;
  /** Since when each of the tracks is in view. */
  readonly since: ReadonlyMap<string, number>;
  readonly told: ReadonlySet<string>;
}

export const SEES_NOTHING: Seeing = { slateId: "", since: new Map(), told: new Set() };

/** Another slate is on show: its picks are seen anew, also those that stood in the one before. */
export function onSlate(seeing: Seeing, slateId: string, now_ms: number): Seeing {
  if (seeing.slateId === slateId) return seeing;
  return { slateId, since: new Map([...seeing.since.keys()].map((id) => [id, now_ms])), told: new Set() };
}

/** What is in view now; what was before goes on being so. */
export function onView(seeing: Seeing, inView: Iterable<string>, now_ms: number): Seeing {
  const since = new Map([...inView].map((id) => [id, seeing.since.get(id) ?? now_ms] as const));
  return { ...seeing, since };
}

/** What is told now, and what is known afterwards. */
export function tell(seeing: Seeing, now_ms: number): readonly [Seeing, readonly string[]] {
  const seen = [...seeing.since].filter(([id, at]) => now_ms - at >= SEEN_AFTER_MS && !seeing.told.has(id));
  return withTold(
    seeing,
    seen.map(([id]) => id),
  );
}

/** Who presses a pick has seen it, however short it was there. */
export const press = (seeing: Seeing, trackId: string): readonly [Seeing, readonly string[]] =>
  withTold(seeing, seeing.told.has(trackId) ? [] : [trackId]);

/** When something is to be told next, ms; null: nothing that is in view is untold. */
export function nextAt(seeing: Seeing): number | null {
  const waiting = [...seeing.since].filter(([id]) => !seeing.told.has(id)).map(([, at]) => at);
  return waiting.length > 0 ? Math.min(...waiting) + SEEN_AFTER_MS : null;
}

function withTold(seeing: Seeing, ids: readonly string[]): readonly [Seeing, readonly string[]] {
  return ids.length === 0 ? [seeing, ids] : [{ ...seeing, told: new Set([...seeing.told, ...ids]) }, ids];
}
