/** What follows from the imports of a listener: which may be imported after they were looked at, and what is told of each. */
import type { HistoryImport } from "../api/records";

export const isOpen = ({ state }: HistoryImport): boolean => state === "waiting" || state === "reading";

/** Files that were looked at, would bring something new, and are at hand still, in the order in which they were sent. */
export function importable(
  imports: readonly HistoryImport[],
  isAtHand: (import_id: string) => boolean,
): readonly HistoryImport[] {
  const isReady = (one: HistoryImport) => one.dry_run && one.state === "done" && one.new > 0 && isAtHand(one.import_id);
  return imports.filter(isReady).reverse();
}

export const newPlays = (imports: readonly HistoryImport[]): number => imports.reduce((sum, one) => sum + one.new, 0);

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

/** The first and the last day of the plays; null where there were none. */
export function spanOf({ first_at, last_at }: HistoryImport): readonly [from: string, to: string] | null {
  if (!first_at || !last_at) return null;
  const day = (moment: string) => new Date(moment).toLocaleDateString("en-GB", DAY);
  return [day(first_at), day(last_at)];
}
