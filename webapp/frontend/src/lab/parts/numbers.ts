/** Numbers and dates as the lab writes them: true minus signs, the same digits in a column. */

export const UNKNOWN = "–";

/** `digits` after the point; without it three that matter. */
export function figure(value: number | null | undefined, digits?: number): string {
  if (value == null || !Number.isFinite(value)) return UNKNOWN;
  const size = Math.abs(value);
  const places = digits ?? (size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  const text = value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
  return (/^-0(\.0+)?$/.test(text) ? text.slice(1) : text).replace("-", "−");
}

export function signed(value: number, digits?: number): string {
  const text = figure(value, digits);
  return text.startsWith("−") || /^0(\.0+)?$/.test(text) ? text : `+${text}`;
}

/** A probability: never 0 % or 100 % unless it is. */
export function percent(share: number | null | undefined): string {
  if (share == null || !Number.isFinite(share)) return UNKNOWN;
  const whole = Math.round(share * 100);
  if (whole === 0 && share > 0) return "< 1 %";
  if (whole === 100 && share < 1) return "> 99 %";
  return `${whole} %`;
}

export function span(low: number | null | undefined, high: number | null | undefined, digits?: number): string {
  if (low == null || high == null) return UNKNOWN;
  if (figure(low, digits) === figure(high, digits)) return figure(low, digits);
  return `${figure(low, digits)} to ${figure(high, digits)}`;
}

/** The day of an instant, in the listener's own zone. */
export function day(iso: string | null | undefined): string {
  const time = Date.parse(iso ?? "");
  if (Number.isNaN(time)) return UNKNOWN;
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

export function lasted(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return UNKNOWN;
  if (seconds < 10) return `${figure(seconds, 1)} s`;
  return seconds < 120 ? `${figure(seconds, 0)} s` : `${figure(seconds / 60, 0)} min`;
}

/** A version by when it was made, to the second in UTC: what follows is the same for all of one configuration. */
export function versionName(version: string | null | undefined): string {
  const [, day, time] = /^(\d{8})T(\d{6})\d*Z-\w+$/.exec(version ?? "") ?? [];
  return day && time ? `${day}-${time}` : (version ?? UNKNOWN);
}

/** The short name of a measure, as columns have room for: without code's underscores. */
export function measureName(metric: string | null | undefined): string {
  return metric ? metric.replaceAll("_", " ").replace(/\br2\b/i, "R²") : UNKNOWN;
}
