/** What is written below a saved picture: the meaning of its colours and sizes, its week, its axes, and its date. */
import { analystSays } from "../../../messages/room/analyst";
import { roomSays } from "../../../messages/room/room";
import { valueAt } from "../../map/columns";
import type { Column } from "../../map/read_map";
import { sizeAt } from "../sizes";

export interface Drawn {
  readonly nTracks: number;
  readonly colour: Column | undefined;
  readonly size: Column | undefined;
  /** Words of the week that is shown; empty where none is. */
  readonly week: string;
  /** Names of the quantities along the axes; null for the learned layout. */
  readonly axes: readonly string[] | null;
  readonly at: Date;
}

/** A swatch is a byte of the colours, in its kind's shape or round; a circle is a share of the largest one. */
export interface Entry {
  readonly words: string;
  readonly swatch?: { readonly byte: number; readonly kind: number | null };
  readonly circle?: number;
}

/** Rows of entries; the first of each says what it is. */
export function legendOf({ nTracks, colour, size, week, axes, at }: Drawn): readonly (readonly Entry[])[] {
  const below = [
    week,
    axes ? analystSays.picture.axes(axes.map((name) => roomSays.quantity(name))) : analystSays.picture.learned,
    analystSays.picture.footer(nTracks, at),
  ];
  return [
    ...(colour ? [[head(analystSays.picture.colour, colour), ...swatches(colour)]] : []),
    ...(size ? [[head(analystSays.picture.size, size), ...circles(size)]] : []),
    below.filter(Boolean).map((words) => ({ words })),
  ];
}

const head = (say: (words: string) => string, { name, unit }: Column): Entry => ({
  words: say(roomSays.withUnit(name, unit)),
});

const STEPS = [0, 64, 127, 190, 254] as const;

function swatches(column: Column): readonly Entry[] {
  const known =
    column.scale === "categories"
      ? column.categories.map((words, byte) => ({ words, swatch: { byte, kind: byte } }))
      : STEPS.map((byte) => ({ words: wordsAt(column, byte), swatch: { byte, kind: null } }));
  return [...known, { words: roomSays.unknownOf(column.name), swatch: { byte: 255, kind: null } }];
}

const circles = (column: Column): readonly Entry[] =>
  [0, 0.5, 1].map((share) => ({
    words: column.scale === "categories" ? roomSays.likes(share) : wordsAt(column, Math.round(share * 254)),
    circle: sizeAt(share) / sizeAt(1),
  }));

const wordsAt = (column: Column, byte: number): string => roomSays.value(valueAt(column, byte) ?? 0, "");

/** What a file's name tells: the day, and what is drawn. */
export function nameParts({ colour, size, week, axes, at }: Drawn & { readonly week: string }): readonly string[] {
  return [
    "room",
    at.toISOString().slice(0, 10),
    ...(colour ? [`colour ${colour.name}`] : []),
    ...(size ? [`size ${size.name}`] : []),
    ...(axes ? [`axes ${axes.join(" ")}`] : []),
    ...(week ? [`week ${week}`] : []),
  ];
}
