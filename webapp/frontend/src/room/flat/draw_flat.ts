/** Draws the room from above on a plain canvas: the same nodes and colours, without height. */
import type { Rgb } from "../../rules/colours";
import type { RoomColours } from "../drawing/palette";
import { PLAIN_SIZE } from "../drawing/plain_size";
import type { SongMap } from "../map/read_map";

export interface FlatView {
  /** What is in the middle, in lengths of the room. */
  x: number;
  z: number;
  /** Pixels a length. */
  scale: number;
  /** Pixels at its sides and at the bottom that lie under something: the middle is that of the rest. */
  left: number;
  right: number;
  below: number;
}

export interface FlatPicture {
  readonly places: Float32Array;
  readonly bytes: Uint8Array | null;
  /** Hundredths of the plain radius by row; null where all are alike. */
  readonly sizes: Uint8Array | null;
  /** Where listening was in the weeks up to the one that is shown, oldest first. */
  readonly path: readonly (readonly number[])[];
  readonly texels: Uint8Array;
  readonly colours: RoomColours;
  readonly lines: readonly (readonly [from: number, to: number, tint: Rgb, width: number])[];
  readonly chosen: number | null;
  readonly pointed: number | null;
  readonly playing: number | null;
  readonly selected: ReadonlySet<number>;
  /** Turned away: they are there, and hardly to be seen. */
  readonly dim: ReadonlySet<number>;
  /** Lights behind the tracks: where the taste is. */
  readonly lights: readonly (readonly [row: number, tint: Rgb, alpha: number, radius_px: number])[];
}

const RADIUS = 0.016;
const N_BYTES = 256;
const FONT = "13px Inter Variable, system-ui, sans-serif";

export const xOf = (view: FlatView, width: number, x: number): number =>
  (x - view.x) * view.scale + (width + view.left - view.right) / 2;
export const yOf = (view: FlatView, height: number, z: number): number =>
  (z - view.z) * view.scale + (height - view.below) / 2;

/** Small where there are many. */
const flatRadius = (view: FlatView, n: number): number =>
  Math.min(14, Math.max(1.1, RADIUS * view.scale * Math.min(1, 8 / Math.cbrt(Math.max(1, n)))));

/** Pixels of the radius of each row. */
export function radiiOf(
  view: FlatView,
  { places, sizes }: Pick<FlatPicture, "places" | "sizes">,
): (row: number) => number {
  const plain = flatRadius(view, places.length / 3);
  return (row) => (plain * (sizes?.[row] ?? PLAIN_SIZE)) / PLAIN_SIZE;
}

const css = ([r, g, b]: readonly number[], alpha = 1): string => `rgb(${r} ${g} ${b} / ${alpha})`;

export function drawFlat(
  context: CanvasRenderingContext2D,
  view: FlatView,
  width: number,
  height: number,
  picture: FlatPicture,
): void {
  const { places, texels, colours } = picture;
  const n = places.length / 3;
  const radiusOf = radiiOf(view, picture);
  context.fillStyle = css(colours.ground);
  context.fillRect(0, 0, width, height);
  drawGrid(context, view, width, height, colours);
  drawLights(context, view, width, height, picture);
  for (const [from, to, tint, line] of picture.lines) {
    context.strokeStyle = css(tint, 0.6);
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(xOf(view, width, places[from * 3] ?? 0), yOf(view, height, places[from * 3 + 2] ?? 0));
    context.lineTo(xOf(view, width, places[to * 3] ?? 0), yOf(view, height, places[to * 3 + 2] ?? 0));
    context.stroke();
  }
  let before = -1;
  for (let row = 0; row < n; row += 1) {
    const x = xOf(view, width, places[row * 3] ?? 0);
    const y = yOf(view, height, places[row * 3 + 2] ?? 0);
    const radius = radiusOf(row);
    if (x < -radius || x > width + radius || y < -radius || y > height + radius) continue;
    const byte = picture.bytes?.[row] ?? 255;
    const isDim = picture.dim.has(row);
    const look = isDim ? byte + N_BYTES : byte;
    if (look !== before) {
      context.fillStyle = css(texels.subarray(byte * 4, byte * 4 + 3) as unknown as number[], isDim ? 0.2 : 0.9);
      before = look;
    }
    if (radius < 2.5) context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    else {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }
  const ring = (row: number | null, tint: Rgb, more: number) => {
    if (row === null) return;
    context.strokeStyle = css(tint);
    context.lineWidth = 2;
    context.beginPath();
    const [x, z] = [places[row * 3] ?? 0, places[row * 3 + 2] ?? 0];
    context.arc(xOf(view, width, x), yOf(view, height, z), radiusOf(row) + more, 0, 2 * Math.PI);
    context.stroke();
  };
  for (const row of picture.selected) ring(row, colours.text, 1.5);
  drawPath(context, view, width, height, picture);
  ring(picture.playing, colours.accent, 7);
  ring(picture.chosen, colours.text, 4);
  ring(picture.pointed, colours.text, 3);
}

function drawLights(
  context: CanvasRenderingContext2D,
  view: FlatView,
  width: number,
  height: number,
  { places, lights }: FlatPicture,
): void {
  for (const [row, tint, alpha, radius_px] of lights) {
    const x = xOf(view, width, places[row * 3] ?? 0);
    const y = yOf(view, height, places[row * 3 + 2] ?? 0);
    const light = context.createRadialGradient(x, y, 0, x, y, radius_px);
    light.addColorStop(0, css(tint, alpha));
    light.addColorStop(1, css(tint, 0));
    context.fillStyle = light;
    context.fillRect(x - radius_px, y - radius_px, 2 * radius_px, 2 * radius_px);
  }
}

/** A point for each week, the newest the largest. */
function drawPath(
  context: CanvasRenderingContext2D,
  view: FlatView,
  width: number,
  height: number,
  { path, colours }: FlatPicture,
): void {
  const points = path.map(([x = 0, , z = 0]) => [xOf(view, width, x), yOf(view, height, z)] as const);
  for (const [n, [x, y]] of points.entries()) {
    const strength = 0.25 + (0.75 * (n + 1)) / points.length;
    context.strokeStyle = css(colours.accent, strength);
    context.fillStyle = css(colours.accent, strength);
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(...(points[n - 1] ?? [x, y]));
    context.lineTo(x, y);
    context.stroke();
    context.beginPath();
    context.arc(x, y, n === points.length - 1 ? 8 : 4, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Names of the parts, larger ones first; what would lie over another is left out. */
export function drawNames(
  context: CanvasRenderingContext2D,
  view: FlatView,
  width: number,
  height: number,
  map: SongMap,
  colours: RoomColours,
): void {
  const taken: [number, number, number, number][] = [];
  context.font = FONT;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { name, centre, radius } of map.regions) {
    if (radius * view.scale < 20) continue;
    const [x, y] = [xOf(view, width, centre[0]), yOf(view, height, centre[2])];
    const half = context.measureText(name).width / 2 + 6;
    const isTaken = taken.some(
      ([left, top, right, bottom]) => x + half > left && x - half < right && y + 4 > top && y - 14 < bottom,
    );
    if (isTaken || x + half < 0 || x - half > width || y < 0 || y > height) continue;
    taken.push([x - half, y - 14, x + half, y + 4]);
    context.strokeStyle = css(colours.ground, 0.85);
    context.lineWidth = 4;
    context.strokeText(name, x, y);
    context.fillStyle = css(colours.text);
    context.fillText(name, x, y);
  }
}

function drawGrid(
  context: CanvasRenderingContext2D,
  view: FlatView,
  width: number,
  height: number,
  { line }: RoomColours,
): void {
  context.strokeStyle = css(line, 0.14);
  context.lineWidth = 1;
  context.beginPath();
  for (let step = -5; step <= 5; step += 1) {
    const x = xOf(view, width, step / 4);
    const y = yOf(view, height, step / 4);
    context.moveTo(x, yOf(view, height, -1.25));
    context.lineTo(x, yOf(view, height, 1.25));
    context.moveTo(xOf(view, width, -1.25), y);
    context.lineTo(xOf(view, width, 1.25), y);
  }
  context.stroke();
}
