/** Taste centres as soft lights: wide for what was always liked, closer for this evening. */
import type { RoomTasteCentre } from "../../api/schema";
import type { Rgb } from "../../rules/colours";
import type { Marks } from "../drawing/marks";

interface Glow {
  /** In lengths of the room. */
  readonly width: number;
  readonly min_px: number;
  /** Of the strongest; the weakest has half of it. */
  readonly alpha: number;
}

const GLOWS: Readonly<Record<RoomTasteCentre["span"], Glow>> = {
  always: { width: 0.55, min_px: 90, alpha: 0.28 },
  evening: { width: 0.3, min_px: 54, alpha: 0.46 },
};

/** `placeOf` gives where a centre stands now; null where it has no place (along axes, what is not in the map). */
export function drawTaste(
  marks: Pick<Marks, "add">,
  centres: readonly RoomTasteCentre[],
  tint: Rgb,
  placeOf: (centre: RoomTasteCentre) => ArrayLike<number> | null,
): void {
  for (const centre of centres) {
    const place = placeOf(centre);
    const { width, min_px, alpha } = GLOWS[centre.span];
    if (place) marks.add(place, "glow", tint, alpha * (0.5 + 0.5 * centre.weight), width, min_px);
  }
}

/** The same on the flat map; what is not in the map has no place there. */
export const flatLights = (
  centres: readonly RoomTasteCentre[],
  tint: Rgb,
): readonly (readonly [row: number, tint: Rgb, alpha: number, radius_px: number])[] =>
  centres.flatMap(({ row, span, weight }) => {
    const { alpha, min_px } = GLOWS[span];
    return row === null ? [] : [[row, tint, alpha * (0.5 + 0.5 * weight), min_px * 0.75] as const];
  });
