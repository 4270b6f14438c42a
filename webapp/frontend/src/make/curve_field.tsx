/** A curve drawn by its points: one slider each, so that it can be drawn by pointer, by touch and by keyboard. */
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  /** Percent, from the beginning to the end. */
  readonly points: readonly number[];
  readonly pointLabel: (at: number) => string;
  readonly low: string;
  readonly high: string;
  readonly onChange: (points: readonly number[]) => void;
}

const [WIDTH, HEIGHT] = [100, 40];

export function CurveField({ label, points, pointLabel, low, high, onChange }: Props) {
  const id = useId();
  return (
    <fieldset class="curve" aria-describedby={`${id}-ends`}>
      <legend>{label}</legend>
      <p class="only-heard" id={`${id}-ends`}>
        {low}, {high}
      </p>
      <div class="curve-box">
        <span class="curve-end" aria-hidden="true">
          {high}
        </span>
        <svg class="curve-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <polyline points={lineOf(points)} />
        </svg>
        <div class="curve-points">
          {points.map((value, at) => (
            <input
              key={pointLabel(at)}
              type="range"
              min={0}
              max={100}
              step={5}
              value={value}
              aria-label={pointLabel(at)}
              aria-orientation="vertical"
              onInput={(event) => onChange(points.with(at, event.currentTarget.valueAsNumber))}
            />
          ))}
        </div>
        <span class="curve-end" aria-hidden="true">
          {low}
        </span>
      </div>
    </fieldset>
  );
}

/** The middles of equal columns, as the sliders stand. */
function lineOf(points: readonly number[]): string {
  const column = WIDTH / points.length;
  return points.map((value, at) => `${(at + 0.5) * column},${HEIGHT * (1 - value / 100)}`).join(" ");
}
