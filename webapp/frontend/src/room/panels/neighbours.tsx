/** The true neighbours of a track, from the full space; those that the map tore apart are marked. */
import { Icon, IconButton } from "../../components/icon";
import { Cover } from "../../components/tracks/cover";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room";
import { playNow } from "../../state/player/playback";
import type { NodeAnswer } from "../map/records";
import { choose, pointedRow } from "../state";
import { goToNextNeighbour } from "../ways";

export function Neighbours({ now }: { now: NodeAnswer }) {
  const { neighbours } = now;
  const kept = neighbours.filter((each) => each.is_kept).length;
  return (
    <section class="room-panel-part">
      <div class="room-part-head">
        <h3>{roomSays.node.neighbours}</h3>
        <IconButton icon="left" label={roomSays.node.previous} onPress={() => history.back()} />
        <IconButton icon="right" label={roomSays.node.next} onPress={goToNextNeighbour} />
      </div>
      <p class="room-quiet">{roomSays.node.neighboursHint(neighbours.length, kept)}</p>
      <ul class="room-rows">
        {neighbours.map(({ row, track, closeness, is_kept }) => {
          const title = titleOf(track);
          return (
            <li
              key={track.track_id}
              class="room-neighbour"
              onPointerEnter={() => {
                pointedRow.value = row;
              }}
              onPointerLeave={() => {
                pointedRow.value = null;
              }}
            >
              <button
                type="button"
                class="room-row"
                aria-label={roomSays.node.goTo(title)}
                onClick={() => choose(track.track_id)}
              >
                <Cover url={track.cover_url} size="row" />
                <span class="room-names">
                  <span class="name name-title" dir="auto" title={title}>
                    {title}
                  </span>
                  <span class="name name-quiet" dir="auto">
                    {artistOf(track)}
                  </span>
                </span>
                <span class="room-closeness">
                  {roomSays.node.closeness(closeness)}
                  {!is_kept && (
                    <span class="room-far" title={roomSays.node.isFar}>
                      <Icon name="flow" />
                      <span class="only-heard">{roomSays.node.isFar}</span>
                    </span>
                  )}
                </span>
              </button>
              <IconButton
                icon="play"
                kind="solid-icon"
                label={roomSays.node.play(title)}
                onPress={() => playNow([track], { source: "room" })}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
