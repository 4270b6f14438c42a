/** A small line among words: SVG of the page itself, without the chart engine. */

interface Props {
  /** Null: nothing there that week; the line has a gap. */
  readonly values: readonly (number | null)[];
  readonly label: string;
  /** Small values are high (ranks). */
  readonly isUpsideDown?: boolean;
  /** What comes next: a dot at the end, joined by a broken line. */
  readonly next?: number;
}

const WIDTH = 96;
const HEIGHT = 24;
const EDGE = 3;

export function sparklinePoints(values: readonly (number | null)[], isUpsideDown: boolean, slots: number) {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const place = (value: number) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return EDGE + (isUpsideDown ? share : 1 - share) * (HEIGHT - 2 * EDGE);
  };
  const step = (WIDTH - 2 * EDGE) / Math.max(1, slots - 1);
  return values.map((value, at) => (value === null ? null : ([EDGE + at * step, place(value)] as const)));
}

export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  return points
    .map((point, at) =>
      point ? `${at > 0 && points[at - 1] ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}` : "",
    )
    .join("");
}

export function Sparkline({ values, label, isUpsideDown = false, next }: Props) {
  const all = next === undefined ? values : [...values, next];
  const points = sparklinePoints(all, isUpsideDown, all.length);
  const past = next === undefined ? points : points.slice(0, -1);
  const end = next === undefined ? null : points.at(-1);
  const last = past.findLast((point) => point !== null);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path class="sparkline-past" d={pathOf(past)} />
      {past.map((point, at) =>
        // A week alone between two gaps has no line: a dot keeps it in sight.
        point && !past[at - 1] && !past[at + 1] ? (
          <circle key={point[0]} class="sparkline-dot" cx={point[0]} cy={point[1]} r="1.5" />
        ) : null,
      )}
      {last && end && <path class="sparkline-next" d={pathOf([last, end])} />}
      {end && <circle class="sparkline-end" cx={end[0]} cy={end[1]} r="2.5" />}
    </svg>
  );
}
