/** A model's score beside its baseline as somebody says it who was not there; the measure comes after it. */
import { lab } from "../../messages/lab/lab";
import { figure, percent } from "../parts/numbers";
import type { TopicFacts } from "../records";

export type Scored = Pick<TopicFacts, "metric" | "score" | "baseline" | "higher_is_better">;

export const metricName = (metric: string): string => lab.metrics[metric.toLowerCase()] ?? metric;

/** The plain sentence; empty for a measure that has no plain words. */
export function plainScore({ metric, score, baseline }: Scored): string {
  const name = (metric ?? "").toLowerCase();
  if (score === null || baseline === null) return "";
  const top = /^overlap@(\d+)$/.exec(name)?.[1];
  if (top) return lab.plain.overlap(counted(score * Number(top)), top, counted(baseline * Number(top)));
  if (name === "accuracy") return lab.plain.accuracy(figure(100 * score, 0), figure(100 * baseline, 0));
  if (name.includes("r2")) return lab.plain.explained(percent(score), percent(baseline));
  if (name.includes("deviance") || name.includes("loss")) {
    const less = 1 - score / baseline;
    return less > 0 ? lab.plain.less(percent(less)) : lab.plain.notLess;
  }
  return "";
}

const counted = (n: number): string => figure(n, Math.abs(n - Math.round(n)) < 0.05 ? 0 : 1);

export function measured(facts: Scored): string {
  const metric = metricName(facts.metric ?? "");
  const name = metric.charAt(0).toUpperCase() + metric.slice(1);
  if (facts.score === null) return lab.quality.none;
  if (facts.baseline === null) return lab.quality.alone(name, figure(facts.score));
  const gain = facts.score - facts.baseline;
  const isBetter = facts.higher_is_better === false ? gain < 0 : gain > 0;
  const say = isBetter ? lab.quality.better : lab.quality.same;
  return say(name, figure(facts.score), figure(facts.baseline));
}
