/** The effect of a feature over its slider: all curves share one scale, so that a flat one is seen to matter little. */
import type { Curve } from "../records";

const WIDTH = 200;
const HEIGHT = 28;
const EDGE = 3;

export interface Scale {
  readonly low: number;
  readonly high: number;
}

export function scaleOf(curves: readonly Curve[]): Scale {
  const all = curves.flatMap((curve) => curve.points.map((point) => point.expected));
  return { low: Math.min(...all), high: Math.max(...all) };
}

interface Props {
  readonly curve: Curve | undefined;
  readonly scale: Scale;
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly original: number | undefined;
}

export function MiniCurve({ curve, scale, low, high, value, original }: Props) {
  const x = (at: number) => ((Math.min(high, Math.max(low, at)) - low) / (high - low || 1)) * WIDTH;
  const y = (expected: number) =>
    HEIGHT - EDGE - ((expected - scale.low) / (scale.high - scale.low || 1)) * (HEIGHT - 2 * EDGE);
  const points = (curve?.points ?? []).filter((point) => point.x >= low && point.x <= high);
  return (
    <svg class="mini-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {curve && (
        <rect
          class="mini-known"
          x={x(curve.known_low)}
          width={Math.max(0, x(curve.known_high) - x(curve.known_low))}
          height={HEIGHT}
        />
      )}
      {points.length > 1 && (
        <path
          class="mini-line"
          d={points
            .map((each, at) => `${at ? "L" : "M"}${x(each.x).toFixed(1)} ${y(each.expected).toFixed(1)}`)
            .join("")}
        />
      )}
      {original !== undefined && <line class="mini-original" x1={x(original)} x2={x(original)} y1="0" y2={HEIGHT} />}
      <line class="mini-now" x1={x(value)} x2={x(value)} y1="0" y2={HEIGHT} />
    </svg>
  );
}
