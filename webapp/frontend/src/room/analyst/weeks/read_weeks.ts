/** Reads the binary weeks: a JSON head, where each week begins, then rows and their plays. */
import type { WeeksHeader } from "../../../api/schema";
import { BadMap } from "../../map/read_map";

const MAGIC = 0x4b57_4753;
const FORMAT = 1;
const HEAD_AT = 16;
const DAY_MS = 24 * 3_600_000;

export interface Weeks {
  readonly version: string;
  readonly nWeeks: number;
  readonly nElsewhere: number;
  /** The entries of week `w` are from `starts[w]` on and before `starts[w + 1]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly plays: Uint8Array;
  /** Midnight UTC of its Monday. */
  readonly mondayOf: (week: number) => Date;
}

export function readWeeks(buffer: ArrayBuffer): Weeks {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEAD_AT || view.getUint32(0, true) !== MAGIC) throw new BadMap("these are no weeks");
  const format = view.getUint16(4, true);
  if (format !== FORMAT) throw new BadMap(`weeks of format ${format}, not ${FORMAT}`);
  const nWeeks = view.getUint16(6, true);
  const nEntries = view.getUint32(8, true);
  const startsAt = HEAD_AT + view.getUint32(12, true);
  const rowsAt = startsAt + 4 * (nWeeks + 1);
  const playsAt = rowsAt + 4 * nEntries;
  if (buffer.byteLength !== playsAt + nEntries) throw new BadMap("the weeks are cut off");
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD_AT, startsAt - HEAD_AT))) as WeeksHeader;
  const first_ms = Date.parse(`${head.first_monday}T00:00:00Z`);
  return {
    version: head.version,
    nWeeks,
    nElsewhere: head.n_elsewhere,
    starts: new Uint32Array(buffer, startsAt, nWeeks + 1),
    rows: new Uint32Array(buffer, rowsAt, nEntries),
    plays: new Uint8Array(buffer, playsAt, nEntries),
    mondayOf: (week) => new Date(first_ms + week * 7 * DAY_MS),
  };
}

/** `2026-01-05`, as the address names a week. */
export const nameOfWeek = (weeks: Weeks, week: number): string => weeks.mondayOf(week).toISOString().slice(0, 10);

/** The week that a day lies in, within those that there are. */
export function weekOfDay(weeks: Weeks, day: string): number | null {
  const at_ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at_ms) || weeks.nWeeks === 0) return null;
  const week = Math.floor((at_ms - weeks.mondayOf(0).getTime()) / (7 * DAY_MS));
  return Math.max(0, Math.min(weeks.nWeeks - 1, week));
}
