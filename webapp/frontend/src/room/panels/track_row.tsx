/** A track that is near: how near, the way there, and how it sounds. */

import type { Track } from "../../api/records";
import { Icon, IconButton } from "../../components/icon";
import { Cover } from "../../components/tracks/cover";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room/room";
import { playNow } from "../../state/player/playback";
import { choose, pointedRow } from "../state";

interface Props {
  /** Null for a track that is not in the map. */
  readonly row: number | null;
  readonly track: Track;
  /** In words; empty where nothing is near to anything. */
  readonly near: string;
  /** The map tore it away from what it sounds like. */
  readonly isFar?: boolean;
}

export function TrackRow({ row, track, near, isFar = false }: Props) {
  const title = titleOf(track);
  const point = (pointed: number | null) => {
    pointedRow.value = pointed;
  };
  return (
    <li class="room-neighbour" onPointerEnter={() => point(row)} onPointerLeave={() => point(null)}>
      <button type="button" class="room-row" onClick={() => choose(track.track_id)}>
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
          {near}
          {isFar && (
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
}
