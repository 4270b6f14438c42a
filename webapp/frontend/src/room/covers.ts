/** Which points of the picture are seen: what lies over it hides some. */
import type { Point } from "./selecting/lasso";

const COVERS = [
  ".room-panel",
  ".room-weeks",
  ".room-table",
  ".room-legend",
  ".room-selection",
  ".room-notice",
  ".room-search",
  ".room-views",
  ".room-ways",
].join();

/** Tell each of `n` rows that is seen; `pointOf` gives null for what is not before the eye. */
export function tellSeen(
  picture: HTMLElement,
  n: number,
  pointOf: (row: number) => Readonly<Point> | null,
  tell: (row: number) => void,
): void {
  const home = picture.getBoundingClientRect();
  const over = [...document.querySelectorAll(COVERS)].map((cover) => cover.getBoundingClientRect());
  for (let row = 0; row < n; row += 1) {
    const point = pointOf(row);
    if (!point || point.x < 0 || point.y < 0 || point.x > home.width || point.y > home.height) continue;
    const [x, y] = [point.x + home.left, point.y + home.top];
    if (!over.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)) tell(row);
  }
}
