/** ISO weeks as days that people know. */

const DAY_MS = 86_400_000;

/** The Monday of an ISO week such as 2026-W48, at midnight UTC. */
export function mondayOf(week: string): Date | null {
  const found = /^(\d{4})-W(\d{2})$/.exec(week);
  if (!found) return null;
  const [year, number] = [Number(found[1]), Number(found[2])];
  // The fourth of January is always in week 1.
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return new Date(fourth + (number - 1) * 7 * DAY_MS - weekday * DAY_MS);
}

/** "23 Nov to 29 Nov". */
export function daysOf(week: string): string {
  const monday = mondayOf(week);
  if (!monday) return week;
  const text = (date: Date) => date.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return `${text(monday)} to ${text(new Date(monday.getTime() + 6 * DAY_MS))}`;
}
