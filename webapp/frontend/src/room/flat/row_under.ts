/** Which node of the flat map is met at a point. */
import { type FlatPicture, type FlatView, radiiOf, xOf, yOf } from "./draw_flat";

/** Beside its edge a node is still met: hands are not that steady. */
const REACH_PX = 8;

/** The one that is hit nearest to its middle, by its own size; else the one whose edge is nearest; -1 for none. */
export function rowUnder(
  picture: Pick<FlatPicture, "places" | "sizes">,
  view: FlatView,
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
): number {
  const { places } = picture;
  const radiusOf = radiiOf(view, picture);
  let [best, least] = [-1, 2];
  for (let row = 0; row * 3 < places.length; row += 1) {
    const radius = radiusOf(row);
    const way = Math.hypot(xOf(view, width, places[row * 3] ?? 0) - x, yOf(view, height, places[row * 3 + 2] ?? 0) - y);
    const far = way < radius ? way / radius : 1 + (way - radius) / REACH_PX;
    if (far < least) [best, least] = [row, far];
  }
  return best;
}
