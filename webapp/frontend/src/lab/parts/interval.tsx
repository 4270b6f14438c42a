/** A value and where it lies in 80 of 100 cases, on a scale shared by its neighbours. */

interface Props {
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** The simple baseline: a thin mark. */
  readonly baseline?: number | undefined;
}

export function Interval({ low, high, value, from, to, label, baseline }: Props) {
  const place = (x: number) => Math.min(100, Math.max(0, ((x - from) / (to - from || 1)) * 100));
  const [start, end] = [place(low), place(high)];
  return (
    <svg class="interval" role="img" aria-label={label}>
      <title>{label}</title>
      <rect class="interval-space" width="100%" height="4" y="10" rx="2" />
      <rect class="interval-span" x={`${start}%`} width={`${Math.max(0.5, end - start)}%`} height="8" y="8" rx="4" />
      {baseline !== undefined && (
        <line class="interval-baseline" x1={`${place(baseline)}%`} x2={`${place(baseline)}%`} y1="4" y2="20" />
      )}
      <circle class="interval-value" cx={`${place(value)}%`} cy="12" r="5" />
    </svg>
  );
}
