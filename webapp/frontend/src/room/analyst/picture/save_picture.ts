/** The picture as a file, with its names and what its colours and sizes mean. */
import { fileName, saveBlob } from "../../../components/exports";
import { analystSays } from "../../../messages/room/analyst";
import { categoryTexels, type RoomColours, rampTexels, roomColours } from "../../drawing/palette";
import { openMap } from "../../map/store";
import type { OpenRoom } from "../../scene/open_room";
import { axes } from "../../state";
import { colourColumn, sizeColumn } from "../shown";
import { datesOfWeek, weekAt, weekName } from "../weeks/store";
import { type Drawn, legendOf, nameParts } from "./legend_of";
import { layRows, paintRows, type Rows } from "./paint_legend";

export async function savePicture(view: Pick<OpenRoom, "picture">): Promise<void> {
  const file = await view.picture();
  const now = drawnNow();
  if (!file || !now) throw new Error(analystSays.picture.failed);
  const home = document.querySelector(".room-picture")?.getBoundingClientRect();
  const image = await createImageBitmap(file);
  const ratio = home && home.width > 0 ? image.width / home.width : 1;
  const style = getComputedStyle(document.documentElement);
  const colours = roomColours((name) => style.getPropertyValue(name));
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) throw new Error(analystSays.picture.failed);
  const rows = layRows(context, legendOf(now), image.width / ratio);
  canvas.width = image.width;
  canvas.height = image.height + Math.ceil(rows.height * ratio);
  context.drawImage(image, 0, 0);
  context.scale(ratio, ratio);
  if (home) paintNames(context, home, colours);
  paint(context, rows, image.height / ratio, image.width / ratio, colours);
  image.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error(analystSays.picture.failed);
  saveBlob(fileName([...nameParts({ ...now, week: weekName.peek() ?? "" })], "png"), blob);
}

function drawnNow(): Drawn | null {
  const map = openMap.peek()?.map;
  if (!map) return null;
  const at = weekAt.peek();
  return {
    nTracks: map.nTracks,
    colour: colourColumn.peek(),
    size: sizeColumn.peek(),
    week: at === null ? "" : datesOfWeek(at),
    axes: axes.peek(),
    at: new Date(),
  };
}

function paint(context: CanvasRenderingContext2D, rows: Rows, top: number, width: number, colours: RoomColours): void {
  const column = colourColumn.peek();
  const isByKind = column?.scale === "categories";
  const texels = isByKind ? categoryTexels(colours, column.categories.length) : rampTexels(colours);
  context.fillStyle = cssOf(colours.ground);
  context.fillRect(0, top, width, rows.height);
  paintRows(context, rows, top, colours, texels);
}

/** The names stand over the picture as HTML: they are written into it where they are seen. */
function paintNames(context: CanvasRenderingContext2D, home: DOMRect, colours: RoomColours): void {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of document.querySelectorAll<HTMLElement>(".room-labels .room-label")) {
    const style = getComputedStyle(label);
    if (Number(style.opacity) < 0.2 || style.visibility === "hidden") continue;
    const { left, top, width, height } = label.getBoundingClientRect();
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.textAlign = "center";
    const [x, y] = [left - home.left + width / 2, top - home.top + height / 2];
    context.strokeStyle = cssOf(colours.ground);
    context.lineWidth = 4;
    context.strokeText(label.textContent ?? "", x, y);
    context.fillStyle = cssOf(colours.text);
    context.fillText(label.textContent ?? "", x, y);
  }
}

const cssOf = ([r, g, b]: readonly number[]): string => `rgb(${r} ${g} ${b})`;
