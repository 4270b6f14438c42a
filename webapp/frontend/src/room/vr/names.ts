/** Names in the room: of its parts, and of what is pointed at or plays. */
import { effect, type ReadonlySignal } from "@preact/signals";
import { artistOf, titleOf } from "../../components/tracks/names";
import { playingTrack } from "../../state/player/queue";
import type { RoomColours } from "../drawing/palette";
import { liveRows } from "../live_rows";
import type { Region } from "../map/records";
import { openMap, openRows } from "../map/store";
import { axesOf, axisLabels } from "../scene/arranging";
import type { Standing } from "../scene/standing";
import { axes, node, pointedRow } from "../state";
import { type Sign, type SignLook, Signs } from "./drawing/signs";
import { panelColours } from "./panel/colours";

const MAX_REGIONS = 14;
/** Names nearer to each other than this would lie over each other, in lengths of the room. */
const MIN_APART = 0.14;
const REGION_DEGREES = 2.2;
const NAME_DEGREES = 2.4;

/** Those of which no larger one has its name in the same place. */
function apart(regions: readonly Region[]): readonly Region[] {
  const shown: Region[] = [];
  for (const region of regions) {
    const [x, y, z] = region.centre;
    const isFree = shown.every(({ centre }) => Math.hypot(centre[0] - x, centre[1] - y, centre[2] - z) > MIN_APART);
    if (isFree) shown.push(region);
  }
  return shown;
}

export class Names {
  readonly regions = new Signs(MAX_REGIONS, REGION_DEGREES, 0);
  readonly near = new Signs(3, NAME_DEGREES, 1.1);

  constructor(
    private readonly standing: Standing,
    private readonly colours: ReadonlySignal<RoomColours>,
  ) {}

  /** Returns how to stop. */
  follow(): () => void {
    const ends = [effect(this.putRegions), effect(this.putNear)];
    return () => {
      for (const end of ends) end();
      this.regions.dispose();
      this.near.dispose();
    };
  }

  private get look(): SignLook {
    void this.colours.value;
    const { ink, paper, font } = panelColours();
    return { ink, paper: `color-mix(in srgb, ${paper} 72%, transparent)`, font };
  }

  private readonly putRegions = (): void => {
    const map = openMap.value?.map;
    const named = axes.value;
    if (!map) return;
    const signs: readonly Sign[] = named
      ? axisLabels(axesOf(map, named))
      : apart(map.regions).map(({ name, centre, radius }) => ({
          words: name,
          place: [centre[0], centre[1] + Math.min(0.1, radius * 0.4), centre[2]],
        }));
    this.regions.set(signs, this.look);
  };

  private readonly putNear = (): void => {
    void this.standing.turn.value;
    const rows = openRows.value;
    if (!rows) return;
    void rows.turn.value;
    const playing = liveRows.value.playing;
    const wanted = [...new Set([pointedRow.value, node.value?.row ?? null, playing])].filter(
      (row): row is number => row !== null && this.standing.has(row),
    );
    rows.want(wanted);
    const signs = wanted.flatMap((row): Sign[] => {
      const track = rows.trackAt(row) ?? (row === playing ? playingTrack.value : null);
      return track ? [{ words: `${titleOf(track)} · ${artistOf(track)}`, place: this.standing.at(row) }] : [];
    });
    this.near.set(signs, this.look);
  };
}
