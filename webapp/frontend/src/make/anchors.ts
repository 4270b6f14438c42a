/** What a list is made of, as the API and the address of the page write it: `track:ID`, `mood:calm` and so on. */

export const ANCHOR_KINDS = ["track", "artist", "album", "genre", "mood"] as const;
export type AnchorKind = (typeof ANCHOR_KINDS)[number];

export interface Anchor {
  readonly kind: AnchorKind;
  readonly id: string;
}

/** Commas stand between anchors, so none is left inside one. */
export const anchorText = ({ kind, id }: Anchor): string => `${kind}:${encodeURIComponent(id)}`;

export function anchorOf(text: string | null): Anchor | null {
  const [, kind, id] = /^(\w+):(.+)$/.exec(text ?? "") ?? [];
  const known = ANCHOR_KINDS.find((each) => each === kind);
  if (!known || !id) return null;
  try {
    return { kind: known, id: decodeURIComponent(id) };
  } catch {
    return null;
  }
}

const EMPTY = "-";

/** Anchors in a row; `null` for a place that is still empty. */
export const anchorsOf = (text: string | null): readonly (Anchor | null)[] =>
  text ? text.split(",").map((part) => anchorOf(part)) : [];

export const anchorsText = (anchors: readonly (Anchor | null)[]): string =>
  anchors.map((anchor) => (anchor ? anchorText(anchor) : EMPTY)).join(",");

/** Where the API tells the name of one that is not its own name. */
export function addressOfAnchor({ kind, id }: Anchor): string | null {
  if (kind === "genre" || kind === "mood") return null;
  return `/api/v1/${kind}s/${encodeURIComponent(id)}`;
}

/** A number of tracks as it was typed; null for what is none. */
export function lengthOf(text: string, low: number, high: number): number | null {
  const n = Number(text);
  return /^\d+$/.test(text.trim()) && n >= low && n <= high ? n : null;
}
