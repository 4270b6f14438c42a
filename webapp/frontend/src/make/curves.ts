/** Curves of energy and mood, and what one may begin with. */

export interface Preset {
  readonly name: "dinner" | "run" | "sleep";
  readonly minutes: number;
  readonly energy: readonly number[];
  readonly mood: readonly number[];
}

export const PRESETS: readonly Preset[] = [
  { name: "dinner", minutes: 90, energy: [30, 40, 50, 45, 30], mood: [60, 65, 70, 65, 55] },
  { name: "run", minutes: 45, energy: [55, 80, 95, 90, 40], mood: [60, 70, 80, 80, 60] },
  { name: "sleep", minutes: 60, energy: [40, 25, 15, 5, 0], mood: [50, 45, 40, 40, 40] },
];
export const N_POINTS = 5;

export const curveText = (points: readonly number[]): string => points.join(",");

/** The points in an address; null for what is no curve. */
export function curveOf(text: string | null): readonly number[] | null {
  const points = (text ?? "").split(",").map((each) => (/^\d+$/.test(each) ? Number(each) : Number.NaN));
  return points.length === N_POINTS && points.every((each) => each >= 0 && each <= 100) ? points : null;
}
