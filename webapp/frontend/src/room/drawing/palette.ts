/** The colours of a column: one texel for each byte, from the tokens of the theme. */
import { parseColour, type Rgb } from "../../rules/colours";
import { UNKNOWN } from "../map/read_map";

const N_TEXELS = 256;
export const N_CATEGORY_COLOURS = 7;
export const N_RAMP_STOPS = 5;
/** As many as the shader draws for kinds; what has no kind is a small dot. */
export const N_SHAPES = 6;
const GREY: Rgb = [128, 128, 128];

export interface RoomColours {
  readonly ground: Rgb;
  readonly sky: Rgb;
  readonly line: Rgb;
  readonly text: Rgb;
  readonly accent: Rgb;
  readonly unknown: Rgb;
  /** Of all kinds for which no colour of their own is left. */
  readonly rest: Rgb;
  readonly categories: readonly Rgb[];
  readonly ramp: readonly Rgb[];
}

export type ReadToken = (name: string) => string;

export function roomColours(read: ReadToken): RoomColours {
  const token = (name: string): Rgb => parseColour(read(name)) ?? parseRgb(read(name)) ?? GREY;
  const row = (name: string, n: number) => Array.from({ length: n }, (_, at) => token(`--${name}-${at + 1}`));
  return {
    ground: token("--surface-0"),
    sky: token("--surface-1"),
    line: token("--text-3"),
    text: token("--text-1"),
    accent: token("--accent"),
    unknown: token("--room-unknown"),
    rest: token("--room-rest"),
    categories: row("room", N_CATEGORY_COLOURS),
    ramp: row("room-ramp", N_RAMP_STOPS),
  };
}

/** RGBA of each byte of a column that has values in steps. */
export function rampTexels({ ramp, unknown }: RoomColours): Uint8Array {
  const texels = new Uint8Array(N_TEXELS * 4);
  for (let byte = 0; byte < N_TEXELS; byte += 1)
    put(texels, byte, byte === UNKNOWN ? unknown : onRamp(ramp, byte / 254));
  return texels;
}

/**
 * Which colour the category `at` has, null for that of the rest: far away, where shapes are not seen, a colour of its
 * own means one kind only.
 */
export const colourOfCategory = (at: number): number | null => (at < N_CATEGORY_COLOURS ? at : null);

/** RGBA of each category; what has none, and what comes after `n` of them, is grey. */
export function categoryTexels({ categories, rest, unknown }: RoomColours, n: number): Uint8Array {
  const texels = new Uint8Array(N_TEXELS * 4);
  for (let byte = 0; byte < N_TEXELS; byte += 1) {
    put(texels, byte, byte < n ? (categories[colourOfCategory(byte) ?? -1] ?? rest) : unknown);
  }
  return texels;
}

/** The colour at a share of the ramp, 0..1. */
export function onRamp(ramp: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const below = Math.min(ramp.length - 2, Math.floor(place));
  const [one, other] = [ramp[below] ?? GREY, ramp[below + 1] ?? GREY];
  const part = place - below;
  return [0, 1, 2].map((at) => (one[at] ?? 0) + ((other[at] ?? 0) - (one[at] ?? 0)) * part) as unknown as Rgb;
}

function put(texels: Uint8Array, at: number, [red, green, blue]: Rgb): void {
  texels.set([red, green, blue, 255], at * 4);
}

/** The accent is written as `rgb(r g b)` where it comes from a cover. */
function parseRgb(text: string): Rgb | null {
  const parts = /^rgb\((\d+)[ ,]+(\d+)[ ,]+(\d+)/.exec(text.trim());
  return parts ? ([1, 2, 3].map((at) => Number(parts[at])) as unknown as Rgb) : null;
}

/** Halfway between two colours. */
export const mixed = (one: Rgb, other: Rgb): Rgb =>
  [0, 1, 2].map((at) => ((one[at] ?? 0) + (other[at] ?? 0)) / 2) as unknown as Rgb;
