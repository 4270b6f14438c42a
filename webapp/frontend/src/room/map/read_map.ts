/** Reads the binary map: a JSON head, then the places, then one byte a track for each column. */
import type { ColumnHead, MapHead } from "./records";

const MAGIC = 0x504d_4753;
const FORMAT = 1;
const HEAD_AT = 16;
const STEPS = 65_535;
/** A column's byte of a track of which nothing is known. */
export const UNKNOWN = 255;

export interface Column extends ColumnHead {
  readonly bytes: Uint8Array;
}

export interface SongMap extends Omit<MapHead, "columns"> {
  readonly nTracks: number;
  /** Places of the learned layout, x y z of each row, within -1..1. */
  readonly places: Float32Array;
  readonly columns: ReadonlyMap<string, Column>;
}

/** What came is no map that this page can read. */
export class BadMap extends Error {}

export function readMap(buffer: ArrayBuffer): SongMap {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEAD_AT || view.getUint32(0, true) !== MAGIC) throw new BadMap("this is no map");
  const format = view.getUint16(4, true);
  if (format !== FORMAT) throw new BadMap(`a map of format ${format}, not ${FORMAT}`);
  const nColumns = view.getUint16(6, true);
  const nTracks = view.getUint32(8, true);
  const placesAt = HEAD_AT + view.getUint32(12, true);
  const bytesAt = placesAt + nTracks * 6;
  if (buffer.byteLength !== bytesAt + nTracks * nColumns) throw new BadMap("the map is cut off");
  const head = headOf(new Uint8Array(buffer, HEAD_AT, placesAt - HEAD_AT));
  if (head.columns.length !== nColumns) throw new BadMap("the map's columns do not match its head");
  const columns = head.columns.map(
    (column, at) =>
      [column.name, { ...column, bytes: new Uint8Array(buffer, bytesAt + at * nTracks, nTracks) }] as const,
  );
  return { ...head, nTracks, places: placesOf(view, placesAt, nTracks, head.box), columns: new Map(columns) };
}

/** The same map with the columns of both; only for two answers of one version. */
export function withColumns(map: SongMap, more: SongMap): SongMap {
  return { ...map, columns: new Map([...map.columns, ...more.columns]) };
}

function headOf(bytes: Uint8Array): MapHead {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as MapHead;
  } catch {
    throw new BadMap("the map's head cannot be read");
  }
}

function placesOf(view: DataView, at: number, nTracks: number, { min, max }: MapHead["box"]): Float32Array {
  const places = new Float32Array(nTracks * 3);
  for (let axis = 0; axis < 3; axis += 1) {
    const low = min[axis] ?? -1;
    const step = ((max[axis] ?? 1) - low) / STEPS;
    for (let place = axis; place < places.length; place += 3) {
      places[place] = low + step * view.getUint16(at + place * 2, true);
    }
  }
  return places;
}
