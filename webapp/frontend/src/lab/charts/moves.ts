/** Who rises and who falls on next week's chart. */
import type { ForecastItem } from "../records";

export type Standing = "new" | "back" | "up" | "down" | "same";

export function standing(item: Pick<ForecastItem, "move" | "is_new" | "rank_now">): Standing {
  if (item.is_new) return "new";
  if (item.rank_now === null || item.move === null) return "back";
  if (item.move === 0) return "same";
  return item.move > 0 ? "up" : "down";
}

/** The strongest risers first, then fallers, the strongest last. */
export function movers(items: readonly ForecastItem[], each: number): readonly ForecastItem[] {
  const by = items.filter((item) => item.move !== null && item.move !== 0 && !item.is_new);
  const sorted = [...by].sort((a, b) => (b.move ?? 0) - (a.move ?? 0));
  const up = sorted.filter((item) => (item.move ?? 0) > 0).slice(0, each);
  const down = sorted.filter((item) => (item.move ?? 0) < 0).slice(-each);
  return [...up, ...down];
}

/** Ranks where the chart has them, else scores; where neither is known the line has a gap. */
export function historyLine(item: ForecastItem): { readonly values: (number | null)[]; readonly isRanks: boolean } {
  const isRanks = item.history.some((week) => week.rank !== null);
  return { values: item.history.map((week) => (isRanks ? week.rank : week.score)), isRanks };
}
