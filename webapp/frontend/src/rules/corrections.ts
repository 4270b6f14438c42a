/** What an edit of one or of many tracks changes: what differs among them is left alone unless something is typed. */
import type { Changes, EditableTrack } from "../api/schema";

export const TEXTS = ["title", "artist", "album", "album_artist"] as const;
export const NUMBERS = ["track_number", "disc_number", "year"] as const;
export type TextField = (typeof TEXTS)[number];
export type NumberField = (typeof NUMBERS)[number];
export type PlainField = TextField | NumberField;
export type Field = PlainField | "genres" | "cover";

/** As typed; null: to be taken back to what the file says. */
export interface Edits extends Partial<Record<PlainField, string | null>> {
  readonly genres?: readonly string[] | null;
  /** The picture's id, empty for none. */
  readonly cover?: string | null;
}

/** What all tracks say of a field, as it is shown; null where they differ. */
export function sharedText(tracks: readonly EditableTrack[], field: PlainField): string | null {
  return shared(tracks.map((track) => String(track[field] ?? "")));
}

export function sharedGenres(tracks: readonly EditableTrack[]): readonly string[] | null {
  return shared(tracks.map((track) => track.genres.join("\0"))) === null ? null : (tracks[0]?.genres ?? []);
}

export function sharedCover(tracks: readonly EditableTrack[]): string | null {
  return shared(tracks.map((track) => track.cover_url));
}

/** Whether any of the tracks has a correction of the field that can be taken back. */
export const isCorrected = (tracks: readonly EditableTrack[], field: Field): boolean =>
  tracks.some((track) => track.corrected.includes(field));

/** Why what was typed cannot be kept; null when it can. */
export function faultOf(tracks: readonly EditableTrack[], edits: Edits): PlainField | null {
  if (edits.title?.trim() === "" && sharedText(tracks, "title") !== null) return "title";
  return NUMBERS.find((field) => !isNumber(field, edits[field] ?? "")) ?? null;
}

/** What to ask the server for: only what is another value than that on show. */
export function changesOf(tracks: readonly EditableTrack[], edits: Edits): Changes {
  const changes: { -readonly [name in keyof Changes]: Changes[name] } = {};
  for (const field of [...TEXTS, ...NUMBERS]) {
    const typed = edits[field];
    if (typed === undefined) continue;
    const before = sharedText(tracks, field);
    if (typed === null) changes[field] = null;
    else if (typed.trim() !== (before ?? "")) Object.assign(changes, { [field]: toValue(field, typed.trim()) });
  }
  const { genres, cover } = edits;
  if (genres === null) changes.genres = null;
  else if (genres && genres.join("\0") !== sharedGenres(tracks)?.join("\0")) changes.genres = genres;
  if (cover !== undefined) changes.cover = cover;
  return changes;
}

/** The genres after what was typed into their field: several may be parted by semicolons. */
export function withGenres(genres: readonly string[], typed: string): readonly string[] {
  const names = typed.split(";").map((name) => name.trim());
  return [...new Set([...genres, ...names.filter((name) => name !== "")])];
}

function shared(values: readonly string[]): string | null {
  return values.every((value) => value === values[0]) ? (values[0] ?? "") : null;
}

function isNumber(field: NumberField, typed: string): boolean {
  const text = typed.trim();
  if (text === "") return true;
  const number = Number(text);
  if (!/^\d{1,6}$/.test(text)) return false;
  return field !== "year" || number === 0 || (number >= 1000 && number <= 2999);
}

const toValue = (field: PlainField, typed: string): string | number =>
  NUMBERS.some((name) => name === field) ? Number(typed) : typed;
