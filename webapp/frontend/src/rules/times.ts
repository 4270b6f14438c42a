/** Seconds as a listener reads them. */

export function clockTime(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return "–:––";
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function spokenLength(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${Math.max(1, minutes)} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago, in the largest unit that fits: `3 hours ago`, `yesterday`. */
export function relativeTime(moment: string, now_ms: number = Date.now()): string {
  const seconds = (Date.parse(moment) - now_ms) / 1000;
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const found = UNITS.find(([, length]) => Math.abs(seconds) >= length);
  return found ? format.format(Math.trunc(seconds / found[1]), found[0]) : "just now";
}
