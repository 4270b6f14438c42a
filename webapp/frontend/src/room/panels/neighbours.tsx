/** The true neighbours of a track, from the full space; those that the map tore apart are marked. */
import { IconButton } from "../../components/icon";
import { roomSays } from "../../messages/room/room";
import type { NodeAnswer } from "../map/records";
import { goToNextNeighbour } from "../ways";
import { TrackRow } from "./track_row";

export function Neighbours({ now }: { now: NodeAnswer }) {
  const { neighbours } = now;
  const kept = neighbours.filter((each) => each.is_kept).length;
  return (
    <section class="room-panel-part">
      <div class="room-part-head">
        <h3>{roomSays.node.neighbours}</h3>
        {neighbours.length > 0 && (
          <>
            <IconButton icon="left" label={roomSays.node.previous} onPress={() => history.back()} />
            <IconButton icon="right" label={roomSays.node.next} onPress={goToNextNeighbour} />
          </>
        )}
      </div>
      <p class="room-quiet">{roomSays.node.neighboursHint(neighbours.length, kept)}</p>
      <ul class="room-rows">
        {neighbours.map(({ row, track, closeness, is_kept }) => (
          <TrackRow
            key={track.track_id}
            row={row}
            track={track}
            near={roomSays.node.closeness(closeness)}
            isFar={!is_kept}
          />
        ))}
      </ul>
    </section>
  );
}
