/** Words over the picture, and where one is: names of parts, of what is pointed at, and covers of what is near. */
import { effect } from "@preact/signals";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room/room";
import { playingTrack } from "../../state/player/queue";
import type { Label } from "../drawing/labels";
import type { Stage } from "../drawing/stage";
import { liveRows } from "../live_rows";
import type { SongMap } from "../map/read_map";
import { openMap, openRows } from "../map/store";
import { axes, node, pointedRow, whereWords } from "../state";
import { wordsOfPlace, wordsOfValues } from "../where";
import { axesOf } from "./arranging";
import { nearFor } from "./near";
import type { Standing } from "./standing";

/** So many of what is near show their covers. */
const N_COVERS = 10;
/** So many names are at hand before one points at them. */
const N_NAMES = 40;

/** Returns how to stop. */
export function followWords(stage: Stage, standing: Standing): () => void {
  const putNames = (): void => {
    void standing.turn.value;
    const rows = openRows.value;
    if (!rows) return;
    void rows.turn.value;
    const live = liveRows.value.playing;
    const wanted = [...new Set([pointedRow.value, node.value?.row ?? null, live])].filter(
      (row): row is number => row !== null && standing.has(row),
    );
    rows.want(wanted);
    const labels = wanted.flatMap((row): Label[] => {
      const track = rows.trackAt(row) ?? (row === live ? playingTrack.value : null);
      if (!track) return [];
      const words = `${titleOf(track)} · ${artistOf(track)}`;
      return [{ key: `${row}`, words, place: standing.at(row), kind: "name", radius: stage.nodes?.radius ?? 0 }];
    });
    stage.labels.set("names", labels);
    putCovers(stage, standing);
    stage.invalidate();
  };

  const putRegions = (): void => {
    const map = openMap.value?.map;
    if (!map) return;
    stage.labels.set("regions", axes.value ? [] : regionLabels(map));
    stage.invalidate();
  };

  const ends = [effect(putNames), effect(putRegions)];
  return () => {
    for (const end of ends) end();
  };
}

/** When nothing moves: what is near gets its names, and where one is is said. */
export function sayWhere(stage: Stage, standing: Standing): void {
  const { x, y, z, distance } = stage.eye.view;
  const map = openMap.peek()?.map;
  if (!map) return;
  openRows.peek()?.want(standing.grid.nearest(x, y, z, N_NAMES, () => true));
  putCovers(stage, standing);
  const reach = Math.max(0.12, distance / 3);
  const columns = axesOf(map, axes.peek());
  const where = columns ? wordsOfValues(columns, [x, y, z]) : wordsOfPlace(map.regions, x, y, z);
  whereWords.value = roomSays.said.near(where, standing.countWithin(x, y, z, reach), playingTrack.peek()?.title ?? "");
}

function putCovers(stage: Stage, standing: Standing): void {
  const { x, y, z, distance } = stage.eye.view;
  const rows = openRows.peek();
  if (!rows) return;
  // What is chosen has its name above it and its cover in the panel.
  const isOther = (row: number) => row !== node.peek()?.row;
  const near = distance < nearFor(stage.nodes?.radius ?? 0) ? standing.grid.nearest(x, y, z, N_COVERS, isOther) : [];
  const labels = near.flatMap((row): Label[] => {
    const track = rows.trackAt(row);
    if (!track) return [];
    const place = standing.at(row);
    return [
      {
        key: `${row}`,
        words: titleOf(track),
        place,
        kind: "cover",
        radius: stage.nodes?.radius ?? 0,
        image: track.cover_url,
      },
    ];
  });
  stage.labels.set("covers", labels);
  stage.invalidate();
}

const regionLabels = (map: SongMap): readonly Label[] =>
  map.regions.map(({ name, centre, radius }, at) => ({
    key: `${at}-${name}`,
    words: name,
    place: [centre[0], centre[1] + Math.min(0.1, radius * 0.4), centre[2]],
    kind: "region",
    radius,
  }));
