/** Joins what is chosen, what plays and what is pointed at to the picture; every effect here ends with it. */
import { effect, signal } from "@preact/signals";
import { isMotionWanted } from "../../components/motion";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room";
import { playingTrack } from "../../state/player/queue";
import { place } from "../../state/router";
import { liked, turnedAway } from "../../state/stream/taste";
import { isDark } from "../../state/theme";
import { liveRows } from "../live_rows";
import type { SongMap } from "../map/read_map";
import type { RowTracks } from "../map/row_tracks";
import { needColumns, openMap, openRows } from "../map/store";
import { OVERVIEW, type Viewpoint } from "../moving/viewpoint";
import { Grid, type Ray } from "../picking/grid";
import {
  axes,
  chosenId,
  colourBy,
  ghost,
  node,
  pointedRow,
  shownLines,
  takeFlight,
  whereWords,
} from "../state";
import { wordsOfPlace } from "../where";
import { arrange, axesOf, axisLabels } from "./arranging";
import { drawLines } from "./drawn_lines";
import type { Label } from "./labels";
import { DIM, LIT, Nodes, NORMAL } from "./nodes";
import { categoryTexels, rampTexels, roomColours } from "./palette";
import { type RoomPicture, Stage } from "./stage";

const POINT_PX = 7;
const TOUCH_PX = 18;
/** What is nearer than this shows covers; so many of them. */
const COVERS_WITHIN = 0.75;
const N_COVERS = 10;
const N_NAMES = 40;
const N_AROUND = 12;

export class RoomScene {
  readonly stage: Stage;
  private places: Float32Array = new Float32Array();
  private grid = new Grid(this.places);
  private arranged = "";
  private rowsOfNodes: RowTracks | null = null;
  private pointer: { readonly x: number; readonly y: number } | null = null;
  private readonly ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 1 };
  private readonly colours = signal(readColours());
  /** Counts up when the rows stand elsewhere. */
  private readonly placesTurn = signal(0);
  private readonly away = signal<ReadonlySet<number>>(new Set());
  private readonly hearts = signal<readonly number[]>([]);
  private readonly watcher = new MutationObserver(() => {
    this.colours.value = readColours();
  });
  private readonly ends: (() => void)[] = [];
  /** Where one looked from at each entry of the history. */
  private readonly views = new Map<string, Viewpoint>();
  private historyKey = place.peek().key;
  private isFlightPending = true;

  constructor(canvas: RoomPicture, labelsHome: HTMLElement, contextLost: () => void) {
    this.stage = new Stage(canvas, labelsHome, { pick: this.pick, rested: this.rested, contextLost });
    this.watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "data-theme"] });
    for (const act of [
      this.putRows,
      this.putPlaces,
      this.putColours,
      this.putTheme,
      this.findOpinions,
      this.putStates,
      this.putLines,
      this.putMarks,
      this.putNames,
      this.putRegions,
      this.keepHistory,
      this.flyToChosen,
    ]) {
      this.ends.push(effect(act));
    }
  }

  dispose(): void {
    for (const end of this.ends) end();
    this.watcher.disconnect();
    this.stage.dispose();
    pointedRow.value = null;
  }

  /** What is under a point of the picture, -1 for nothing. */
  rowAt(x: number, y: number, isTouch: boolean): number {
    const { stage } = this;
    const reach = stage.perPixel * (isTouch ? TOUCH_PX : POINT_PX);
    return this.grid.pick(stage.rayThrough(x, y, this.ray), (stage.nodes?.radius ?? 0) * 1.2, reach);
  }

  point(at: { readonly x: number; readonly y: number } | null): void {
    this.pointer = at;
    if (!at) {
      if (pointedRow.peek() !== null) pointedRow.value = null;
      return;
    }
    this.stage.isPickWanted = true;
    this.stage.invalidate();
  }

  flyHome(): void {
    this.stage.flyTo(OVERVIEW, !isMotionWanted());
  }

  flyToRow(row: number): void {
    const at = row * 3;
    if (row < 0 || at + 2 >= this.places.length) return;
    const { view, nodes } = this.stage;
    const to = {
      x: this.places[at] ?? 0,
      y: this.places[at + 1] ?? 0,
      z: this.places[at + 2] ?? 0,
      yaw: view.yaw,
      pitch: Math.min(0.6, Math.max(0.12, view.pitch)),
      distance: Math.max(0.22, (nodes?.radius ?? 0.01) * 16),
    };
    this.stage.flyTo(to, !isMotionWanted());
  }

  /** The row nearest to what is looked at. */
  rowBefore(): number {
    const { x, y, z } = this.stage.view;
    return this.grid.nearest(x, y, z, 1, () => true)[0] ?? -1;
  }

  /** Another map, other points; each effect makes sure, whichever comes first. */
  private readonly putRows = (): void => {
    const rows = openRows.value;
    const map = openMap.peek()?.map;
    if (!rows || !map || rows === this.rowsOfNodes) return;
    this.rowsOfNodes = rows;
    this.places = map.places;
    this.arranged = "";
    this.stage.putNodes(new Nodes(map.places));
    this.grid = new Grid(this.places);
    this.placesTurn.value = this.placesTurn.peek() + 1;
  };

  private readonly putPlaces = (): void => {
    this.putRows();
    const map = openMap.value?.map;
    const names = axes.value;
    if (!map) return;
    const wanted = axesOf(map, names);
    if (names && !wanted) void needColumns(names).catch(() => undefined);
    this.stage.labels.set("axes", axisLabels(wanted));
    const key = wanted ? wanted.map(({ name }) => name).join(",") : "";
    if (key === this.arranged) return;
    this.arranged = key;
    this.places = arrange(map, wanted);
    this.grid = new Grid(this.places);
    this.stage.flyNodes(this.places, !isMotionWanted());
    this.placesTurn.value = this.placesTurn.peek() + 1;
  };

  private readonly putColours = (): void => {
    this.putRows();
    const map = openMap.value?.map;
    const colours = this.colours.value;
    const name = colourBy.value;
    if (!map) return;
    const column = map.columns.get(name);
    if (!column) void needColumns([name]).catch(() => undefined);
    const isByKind = column?.scale === "categories";
    const texels = isByKind ? categoryTexels(colours, column.categories.length) : rampTexels(colours);
    this.stage.nodes?.setColours(column?.bytes ?? null, texels, isByKind);
    this.stage.invalidate();
  };

  private readonly putTheme = (): void => {
    this.putRows();
    if (openRows.value) this.stage.setTheme(this.colours.value, isDark.value);
  };

  private readonly findOpinions = (): void => {
    const rows = openRows.value;
    const refused = [...turnedAway.value.keys()];
    const hearts = [...liked.value];
    const isRow = (row: number | null): row is number => row !== null;
    void rows?.find([...refused, ...hearts]).then((found) => {
      this.away.value = new Set(found.slice(0, refused.length).filter(isRow));
      this.hearts.value = found.slice(refused.length).filter(isRow);
    });
  };

  private readonly putStates = (): void => {
    this.putRows();
    if (!openRows.value) return;
    const away = this.away.value;
    const lit = new Set([node.value?.row ?? -1, ...(node.value?.neighbours ?? []).map(({ row }) => row ?? -1)]);
    this.stage.nodes?.setStates((row) => (lit.has(row) ? LIT : away.has(row) ? DIM : NORMAL));
    this.stage.invalidate();
  };

  private readonly putLines = (): void => {
    this.putRows();
    void this.placesTurn.value;
    const wished = ghost.value;
    drawLines(this.stage.ribbons, {
      places: this.places,
      node: node.value,
      live: liveRows.value,
      shown: shownLines.value,
      colours: this.colours.value,
      hasAxes: axes.value !== null,
      ghostAt: wished && axes.value === null ? wished.position : null,
    });
    this.stage.invalidate();
  };

  private readonly putMarks = (): void => {
    this.putRows();
    void this.placesTurn.value;
    const { marks, nodes } = this.stage;
    const { accent, text } = this.colours.value;
    const radius = nodes?.radius ?? 0.01;
    const wished = ghost.value;
    const live = liveRows.value;
    marks.clear();
    for (const row of this.hearts.value) this.markRow(row, "ring", 0.5, radius * 2.9, 9);
    for (const row of live.picks) this.markRow(row, "glow", 0.4, radius * 5, 18);
    if (live.playing !== null) {
      this.markRow(live.playing, "glow", 0.95, radius * 14, 64);
      this.markRow(live.playing, "ring", 0.95, radius * 4.2, 20);
    }
    const chosen = node.value?.row;
    if (chosen !== undefined) marks.add(this.placeOf(chosen), "ring", text, 0.95, radius * 3.6, 18);
    const pointed = pointedRow.value;
    if (pointed !== null && pointed !== chosen) marks.add(this.placeOf(pointed), "ring", text, 0.75, radius * 3.2, 15);
    if (wished && axes.value === null) {
      const spread = Math.max(...wished.spread);
      marks.add(wished.position, "cloud", accent, wished.is_empty ? 0.35 : 0.8, Math.max(0.05, 2 * spread), 26);
      marks.add(wished.position, "glow", accent, 0.9, radius * 8, 34);
    }
    marks.show();
    this.stage.invalidate();
  };

  private readonly putNames = (): void => {
    void this.placesTurn.value;
    const rows = openRows.value;
    if (!rows) return;
    void rows.turn.value;
    const live = liveRows.value.playing;
    const wanted = [...new Set([pointedRow.value, node.value?.row ?? null, live])].filter((row) => row !== null);
    const labels = wanted.flatMap((row): Label[] => {
      const track = rows.trackAt(row) ?? (row === live ? playingTrack.value : null);
      if (!track) return [];
      return [{ key: `${row}`, words: `${titleOf(track)} · ${artistOf(track)}`, place: this.placeOf(row), kind: "name", radius: 0 }];
    });
    rows.want(wanted);
    this.stage.labels.set("names", labels);
    this.putCovers();
    this.stage.invalidate();
  };

  private readonly putRegions = (): void => {
    const map = openMap.value?.map;
    if (!map) return;
    this.stage.labels.set("regions", axes.value ? [] : regionLabels(map));
    this.stage.invalidate();
  };

  /** Back and forward also bring back where one looked from. */
  private readonly keepHistory = (): void => {
    const { key, path } = place.value;
    if (key === this.historyKey || path !== "/room") return;
    this.views.set(this.historyKey, { ...this.stage.view });
    this.historyKey = key;
    const before = this.views.get(key);
    this.isFlightPending = takeFlight() && !before;
    if (before) this.stage.flyTo(before, !isMotionWanted());
    else if (this.isFlightPending && !chosenId.peek()) this.flyHome();
  };

  private readonly flyToChosen = (): void => {
    void this.placesTurn.value;
    const row = node.value?.row;
    if (row === undefined || !this.isFlightPending) return;
    this.isFlightPending = false;
    this.flyToRow(row);
  };

  private readonly pick = (): void => {
    if (!this.pointer) return;
    const row = this.rowAt(this.pointer.x, this.pointer.y, false);
    if ((pointedRow.peek() ?? -1) !== row) pointedRow.value = row < 0 ? null : row;
  };

  /** What is near gets its names, and where one is is said. */
  private readonly rested = (): void => {
    const { x, y, z, distance } = this.stage.view;
    const rows = openRows.peek();
    const map = openMap.peek()?.map;
    if (!rows || !map) return;
    rows.want(this.grid.nearest(x, y, z, N_NAMES, () => true));
    this.putCovers();
    const around = this.grid.nearest(x, y, z, N_AROUND, (row) => this.wayTo(row, x, y, z) < Math.max(0.12, distance / 3));
    const where = axes.peek() ? roomSays.said.nowhere : wordsOfPlace(map.regions, x, y, z);
    whereWords.value = roomSays.said.near(where, around.length, playingTrack.peek()?.title ?? "");
  };

  private putCovers(): void {
    const { x, y, z, distance } = this.stage.view;
    const rows = openRows.peek();
    if (!rows) return;
    const near = distance < COVERS_WITHIN ? this.grid.nearest(x, y, z, N_COVERS, () => true) : [];
    const labels = near.flatMap((row): Label[] => {
      const track = rows.trackAt(row);
      if (!track) return [];
      return [{ key: `${row}`, words: titleOf(track), place: this.placeOf(row), kind: "cover", radius: 0, image: track.cover_url }];
    });
    this.stage.labels.set("covers", labels);
    this.stage.invalidate();
  }

  private markRow(row: number, kind: "glow" | "ring", alpha: number, width: number, min_px: number): void {
    this.stage.marks.add(this.placeOf(row), kind, this.colours.value.accent, alpha, width, min_px);
  }

  private placeOf(row: number): Float32Array {
    return this.places.subarray(row * 3, row * 3 + 3);
  }

  private wayTo(row: number, x: number, y: number, z: number): number {
    const [px = 0, py = 0, pz = 0] = this.placeOf(row);
    return Math.hypot(px - x, py - y, pz - z);
  }
}

const regionLabels = (map: SongMap): readonly Label[] =>
  map.regions.map(({ name, centre, radius }, at) => ({
    key: `${at}-${name}`,
    words: name,
    place: [centre[0], centre[1] + Math.min(0.1, radius * 0.4), centre[2]],
    kind: "region",
    radius,
  }));

function readColours() {
  const style = getComputedStyle(document.documentElement);
  return roomColours((name) => style.getPropertyValue(name));
}
