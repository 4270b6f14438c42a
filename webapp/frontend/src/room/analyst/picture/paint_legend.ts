/** Lays out the legend of a saved picture in lines as wide as the picture, and paints it. */
import type { RoomColours } from "../../drawing/palette";
import { SMALL_DOT, shapeOf } from "../../drawing/shapes";
import type { Entry } from "./legend_of";

const FONT = "13px Inter Variable, system-ui, sans-serif";
const LINE_PX = 26;
const EDGE_PX = 16;
const GAP_PX = 18;
const SWATCH_PX = 14;
/** A plain dot, for values in steps. */
const ROUND = 0;

interface Laid {
  readonly entry: Entry;
  readonly x: number;
  readonly y: number;
}

export interface Rows {
  readonly laid: readonly Laid[];
  readonly height: number;
}

/** Each row begins on a line of its own, and goes on in the next where it is too wide. */
export function layRows(
  context: Pick<CanvasRenderingContext2D, "font" | "measureText">,
  rows: readonly (readonly Entry[])[],
  width: number,
): Rows {
  context.font = FONT;
  const laid: Laid[] = [];
  let y = EDGE_PX;
  for (const row of rows) {
    let x = EDGE_PX;
    for (const entry of row) {
      const needed = context.measureText(entry.words).width + (hasMark(entry) ? SWATCH_PX + 6 : 0);
      if (x > EDGE_PX && x + needed > width - EDGE_PX) {
        x = EDGE_PX;
        y += LINE_PX;
      }
      laid.push({ entry, x, y });
      x += needed + GAP_PX;
    }
    y += LINE_PX;
  }
  return { laid, height: y + EDGE_PX / 2 };
}

export function paintRows(
  context: CanvasRenderingContext2D,
  { laid }: Rows,
  top: number,
  colours: RoomColours,
  texels: Uint8Array,
): void {
  context.font = FONT;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const { entry, x, y } of laid) {
    const middle = top + y + LINE_PX / 2;
    if (entry.swatch) paintSwatch(context, entry.swatch, x, middle - SWATCH_PX / 2, texels);
    if (entry.circle !== undefined) {
      context.fillStyle = css(colours.text);
      context.beginPath();
      context.arc(x + SWATCH_PX / 2, middle, (SWATCH_PX / 2) * entry.circle, 0, 2 * Math.PI);
      context.fill();
    }
    context.fillStyle = css(colours.text);
    context.fillText(entry.words, x + (hasMark(entry) ? SWATCH_PX + 6 : 0), middle);
  }
}

function paintSwatch(
  context: CanvasRenderingContext2D,
  { byte, kind }: NonNullable<Entry["swatch"]>,
  x: number,
  y: number,
  texels: Uint8Array,
): void {
  context.save();
  context.translate(x, y);
  context.fillStyle = css(texels.subarray(byte * 4, byte * 4 + 3));
  context.fill(new Path2D(byte === 255 ? SMALL_DOT : shapeOf(kind ?? ROUND)), "evenodd");
  context.restore();
}

const hasMark = ({ swatch, circle }: Entry): boolean => swatch !== undefined || circle !== undefined;
const css = ([r, g, b]: ArrayLike<number> & Iterable<number>): string => `rgb(${r} ${g} ${b})`;
