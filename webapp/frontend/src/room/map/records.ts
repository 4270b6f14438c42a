/** What the API says of the map; docs/api.md has the words and units. */
import type { Track } from "../../api/records";

export type Scale = "linear" | "log" | "categories";
export type Origin = "measured" | "tags" | "listening" | "estimated";
export type Place = readonly [x: number, y: number, z: number];

export interface Region {
  readonly name: string;
  readonly centre: Place;
  readonly radius: number;
  readonly n_tracks: number;
}

export interface ColumnHead {
  readonly name: string;
  readonly unit: string;
  readonly scale: Scale;
  readonly low: number;
  readonly high: number;
  readonly categories: readonly string[];
  readonly origin: Origin;
}

/** The JSON at the head of the binary map. */
export interface MapHead {
  /** Rows are numbered by it: the version of the map and what this listener may see. */
  readonly version: string;
  readonly map_version: string;
  readonly method: {
    readonly name: string;
    readonly seed: number;
    readonly n_neighbours: number;
    /** Share of the true neighbours that are among the nearest in the map, 0..1; null of too few tracks. */
    readonly neighbours_kept: number | null;
    readonly global_order: number | null;
    readonly n_placed: number | null;
  };
  readonly box: { readonly min: Place; readonly max: Place };
  readonly columns: readonly ColumnHead[];
  readonly regions: readonly Region[];
  readonly n_missing: number;
}

export interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly origin: Origin;
  readonly is_available: boolean;
  /** The command that makes it available. */
  readonly why: string;
}

export interface NodeQuantity {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** Share of the library below it, 0..1. */
  readonly level: number | null;
  readonly origin: Origin;
  /** The word, of a quantity that is one of a few; else empty. */
  readonly text: string;
}

export interface Neighbour {
  /** Null for a track that is not in the map. */
  readonly row: number | null;
  readonly track: Track;
  readonly closeness: number;
  /** Whether it is among the nearest in the map too. */
  readonly is_kept: boolean;
}

export const CONNECTION_KINDS = ["artist", "album", "label", "composer", "writer", "producer"] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

export interface Connection {
  readonly kind: ConnectionKind;
  readonly name: string;
  /** The others that have it; `rows` are the first of them. */
  readonly n_tracks: number;
  readonly rows: readonly number[];
}

export interface NodeAnswer {
  readonly version: string;
  readonly row: number;
  readonly track: Track;
  readonly position: Place;
  /** Empty where it is in none. */
  readonly region: string;
  readonly quantities: readonly NodeQuantity[];
  readonly neighbours: readonly Neighbour[];
  readonly connections: readonly Connection[];
}

export interface Knob {
  readonly name: string;
  readonly unit: string;
  /** Null where it is not turned and not known. */
  readonly value: number | null;
  readonly original: number | null;
  readonly low: number;
  readonly high: number;
}

export interface GhostAnswer {
  readonly version: string;
  readonly position: Place;
  readonly spread: Place;
  readonly n_like: number;
  readonly is_empty: boolean;
  readonly knobs: readonly Knob[];
  readonly nearest: readonly {
    readonly row: number;
    readonly track: Track;
    readonly closeness: number;
    readonly differences: Readonly<Record<string, number>>;
  }[];
  readonly moods: readonly { readonly mood: string; readonly share: number }[] | null;
  readonly popularity: { readonly expected: number; readonly low: number; readonly high: number } | null;
}
