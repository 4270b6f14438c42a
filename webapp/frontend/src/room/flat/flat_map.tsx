/** The room without WebGL: seen from above, moved by hand or keys, with the same search, colours and panel. */
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { roomSays } from "../../messages/room/room";
import { isDark } from "../../state/theme";
import { colourColumn, rowSizes, shownColumns } from "../analyst/shown";
import { weekPath } from "../analyst/weeks/store";
import { tellSeen } from "../covers";
import { categoryTexels, rampTexels, roomColours } from "../drawing/palette";
import { useInset } from "../inset";
import { liveRows } from "../live_rows";
import { needColumns, openMap } from "../map/store";
import { ownRows } from "../own/own_rows";
import { openFlat } from "../picture";
import { axesOf } from "../scene/arranging";
import { colourOfKind } from "../scene/drawn_lines";
import { type Point, rowsInside } from "../selecting/lasso";
import { selectedRows } from "../selecting/selected";
import { LassoLine } from "../selecting/selection_bar";
import { axes, chosenAgain, node, pointedRow, shownLines, whereWords } from "../state";
import { dimRows } from "../taste/dim_rows";
import { flatLights } from "../taste/draw_taste";
import { roomTaste } from "../taste/taste_centres";
import { wordsFromAbove, wordsOfValues } from "../where";
import { drawFlat, drawNames, type FlatPicture, type FlatView, xOf, yOf } from "./draw_flat";
import { takeFlatHands, zoomFlat } from "./flat_hands";
import { flatPlaces } from "./flat_places";
import { rowUnder } from "./row_under";

/** So much is seen of the room's width at least, around what one goes to. */
const NEAR_SCALE = 500;

export function FlatMap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? openFlatMap(canvas.current) : undefined), []);
  useInset(canvas);
  return (
    <div class="room-picture-home">
      <div
        class="room-hands"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself
        tabIndex={0}
        role="application"
        aria-label={roomSays.flat.picture}
        aria-describedby="room-flat-hint"
        data-scrolls
      >
        <canvas class="room-picture" ref={canvas} />
      </div>
      <LassoLine />
      <p class="only-heard" id="room-flat-hint">
        {roomSays.flat.hint} {roomSays.flat.keys}
      </p>
    </div>
  );
}

/** Returns what closes it. */
function openFlatMap(canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext("2d");
  const view: FlatView = { x: 0, z: 0, scale: 0, left: 0, right: 0, below: 0 };
  const size = signal({ width: 1, height: 1 });
  const moved = signal(0);
  let picture: FlatPicture | null = null;
  let request = 0;
  let flownTo = -1;
  let nAgain = chosenAgain.peek();
  const fit = () => Math.min(size.peek().width - view.right, size.peek().height - view.below) / 2.4;
  const resize = () => {
    const [width, height] = [Math.max(1, canvas.clientWidth), Math.max(1, canvas.clientHeight)];
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    size.value = { width, height };
    if (view.scale === 0) view.scale = fit();
  };
  const watcher = new ResizeObserver(resize);
  watcher.observe(canvas);
  resize();

  const draw = () => {
    request = 0;
    const map = openMap.peek()?.map;
    if (!context || !picture || !map) return;
    const { width, height } = size.peek();
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawFlat(context, view, width, height, picture);
    const columns = axesOf(map, axes.peek());
    whereWords.value = columns
      ? wordsOfValues([columns[0], columns[2]], [view.x, view.z])
      : wordsFromAbove(map.regions, view.x, view.z);
    if (!axes.peek()) drawNames(context, view, width, height, map, picture.colours);
  };
  const end = effect(() => {
    void [size.value, moved.value, isDark.value];
    picture = pictureNow();
    const chosen = node.value?.row ?? -1;
    const isAgain = chosenAgain.value !== nAgain;
    nAgain = chosenAgain.value;
    if (picture && chosen >= 0 && (isAgain || chosen !== flownTo)) {
      view.x = picture.places[chosen * 3] ?? 0;
      view.z = picture.places[chosen * 3 + 2] ?? 0;
    }
    flownTo = chosen;
    request ||= requestAnimationFrame(draw);
  });
  const change = (act: () => void) => {
    act();
    moved.value += 1;
  };
  const goToRow = (row: number) =>
    change(() => {
      view.x = picture?.places[row * 3] ?? 0;
      view.z = picture?.places[row * 3 + 2] ?? 0;
      view.scale = Math.max(view.scale, NEAR_SCALE);
    });
  const showAll = () => change(() => Object.assign(view, { x: 0, z: 0, scale: fit() }));
  const nRows = () => (picture?.places.length ?? 0) / 3;
  const pointOf = (row: number) => ({
    x: xOf(view, size.peek().width, picture?.places[row * 3] ?? 0),
    y: yOf(view, size.peek().height, picture?.places[row * 3 + 2] ?? 0),
  });
  const letGo = takeFlatHands(canvas.parentElement ?? canvas, view, {
    change,
    rowUnder: (x, y) => (picture ? rowUnder(picture, view, size.peek(), x, y) : -1),
    rowsWithin: (line: readonly Point[]) => rowsInside(line, nRows(), pointOf),
    showAll,
    goToRow,
  });
  openFlat.value = {
    flyHome: showAll,
    flyToRow: goToRow,
    zoomBy: (factor) => change(() => zoomFlat(view, 1 / factor)),
    picture: () => {
      draw();
      return new Promise((resolve) => canvas.toBlob(resolve));
    },
    seenRows: (tell) => tellSeen(canvas, nRows(), pointOf, tell),
    setInset: (right, below) =>
      change(() => Object.assign(view, { left: right > 0 ? legendWidth() : 0, right, below })),
  };
  return () => {
    openFlat.value = null;
    end();
    letGo();
    watcher.disconnect();
    cancelAnimationFrame(request);
    pointedRow.value = null;
  };
}

/** Beside a panel there is little left: what is chosen would lie under the legend. */
function legendWidth(): number {
  const legend = document.querySelector<HTMLElement>(".room-legend");
  return legend ? legend.offsetLeft + legend.offsetWidth : 0;
}

/** Null until the map is here. */
function pictureNow(): FlatPicture | null {
  const map = openMap.value?.map;
  if (!map) return null;
  const names = axes.value;
  const column = colourColumn.value;
  void needColumns([...shownColumns(), ...(names ?? [])]).catch(() => undefined);
  const style = getComputedStyle(document.documentElement);
  const colours = roomColours((name) => style.getPropertyValue(name));
  const now = node.value;
  const shown = shownLines.value;
  const live = liveRows.value;
  const isByKind = column?.scale === "categories";
  const places = flatPlaces(map, axesOf(map, names), ownRows.value);
  return {
    places,
    sizes: rowSizes.value,
    path: weekPath(places),
    bytes: column?.bytes ?? null,
    texels: isByKind ? categoryTexels(colours, column.categories.length) : rampTexels(colours),
    colours,
    lines: [
      ...(now && shown.has("neighbours")
        ? now.neighbours.flatMap(({ row }) => (row === null ? [] : [[now.row, row, colours.text, 1.2] as const]))
        : []),
      ...(now?.connections ?? []).flatMap(({ kind, rows }) =>
        shown.has(kind) ? rows.map((row) => [now?.row ?? row, row, colourOfKind(colours, kind), 1] as const) : [],
      ),
      ...(live.playing !== null && shown.has("picks")
        ? live.picks.map((row) => [live.playing ?? row, row, colours.accent, 2] as const)
        : []),
    ],
    chosen: now?.row ?? null,
    pointed: pointedRow.value,
    playing: live.playing,
    selected: selectedRows.value,
    dim: dimRows.value,
    lights: shown.has("taste") ? flatLights(roomTaste.value?.centres ?? [], colours.accent) : [],
  };
}
