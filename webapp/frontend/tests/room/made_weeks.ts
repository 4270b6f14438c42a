/** Writes binary weeks as the server does. */

export type Entry = readonly [row: number, plays: number];

export function writeWeeks(weeks: readonly (readonly Entry[])[], first_monday = "2025-12-22"): ArrayBuffer {
  const head = new TextEncoder().encode(JSON.stringify({ version: "v1", first_monday, n_elsewhere: 3 }));
  const headBytes = Math.ceil((16 + head.length) / 4) * 4 - 16;
  const entries = weeks.flat();
  const rowsAt = 16 + headBytes + 4 * (weeks.length + 1);
  const buffer = new ArrayBuffer(rowsAt + 5 * entries.length);
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  bytes.set(new TextEncoder().encode("SGWK"), 0);
  view.setUint16(4, 1, true);
  view.setUint16(6, weeks.length, true);
  view.setUint32(8, entries.length, true);
  view.setUint32(12, headBytes, true);
  bytes.fill(32, 16, 16 + headBytes);
  bytes.set(head, 16);
  let start = 0;
  for (const [at, week] of weeks.entries()) {
    start += week.length;
    view.setUint32(16 + headBytes + 4 * (at + 1), start, true);
  }
  for (const [at, [row, plays]] of entries.entries()) {
    view.setUint32(rowsAt + 4 * at, row, true);
    view.setUint8(rowsAt + 4 * entries.length + at, plays);
  }
  return buffer;
}
