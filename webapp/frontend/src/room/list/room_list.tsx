/** The room for those who do not fly: its parts, and from each track to those that sound nearest to it. */

import { titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room";
import { chooseRow } from "../choose_row";
import type { Region } from "../map/records";
import { openMap } from "../map/store";
import { TrackRow } from "../panels/track_row";
import { Grid } from "../picking/grid";
import { node } from "../state";

export function RoomList() {
  const map = openMap.value?.map;
  if (!map) return null;
  const now = node.value;
  /** The track in the middle of a part stands for it. */
  const goTo = (region: Region) => {
    const [x, y, z] = region.centre;
    const row = new Grid(map.places).nearest(x, y, z, 1, () => true)[0];
    if (row !== undefined) void chooseRow(row);
  };
  return (
    <div class="room-list">
      <h2>{now ? roomSays.list.nearestTo(titleOf(now.track)) : roomSays.list.title}</h2>
      <p class="room-quiet">{now ? roomSays.list.hint : roomSays.list.start}</p>
      {now && (
        <ul class="room-rows">
          {now.neighbours.map(({ row, track, closeness, is_kept }) => (
            <TrackRow key={track.track_id} row={row} track={track} closeness={closeness} isFar={!is_kept} />
          ))}
        </ul>
      )}
      <h3>{roomSays.list.regions}</h3>
      <ul class="chips">
        {map.regions.map((region) => (
          <li key={region.name}>
            <button type="button" class="chip chip-large" onClick={() => goTo(region)}>
              {roomSays.list.region(region.name, region.n_tracks)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
