/** Writes a binary map as the server does. */
import type { Column } from "../src/room/map/read_map";
import type { MapHead, Region } from "../src/room/map/records";

type MadeColumn = Omit<Column, "bytes"> & { readonly bytes: readonly number[] };

interface Made {
  readonly places: readonly (readonly number[])[];
  readonly columns: readonly MadeColumn[];
  readonly regions?: readonly Region[];
  readonly version?: string;
}

export function writeMap({ places, columns, regions, version = "v1" }: Made): ArrayBuffer {
  const head: MapHead = {
    version,
    map_version: "m1",
    method: { name: "pacmap", seed: 1, n_neighbours: 15, neighbours_kept: 0.5, global_order: 0.7, n_placed: 0 },
    box: { min: [-1, -0.5, -1], max: [1, 0.5, 1] },
    columns: columns.map(({ bytes, ...column }) => ({ ...column, categories: [...column.categories] })),
    regions: regions ?? [{ name: "a part", centre: [0, 0, 0], radius: 0.5, n_tracks: places.length }],
    n_missing: 0,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const headBytes = Math.ceil((16 + text.length) / 4) * 4 - 16;
  const placesAt = 16 + headBytes;
  const buffer = new ArrayBuffer(placesAt + places.length * (6 + columns.length));
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  bytes.set(new TextEncoder().encode("SGMP"), 0);
  view.setUint16(4, 1, true);
  view.setUint16(6, columns.length, true);
  view.setUint32(8, places.length, true);
  view.setUint32(12, headBytes, true);
  bytes.fill(32, 16, placesAt);
  bytes.set(text, 16);
  for (const [at, place] of places.flat().entries()) view.setUint16(placesAt + at * 2, place, true);
  for (const [at, column] of columns.entries()) {
    bytes.set(column.bytes, placesAt + places.length * (6 + at));
  }
  return buffer;
}
