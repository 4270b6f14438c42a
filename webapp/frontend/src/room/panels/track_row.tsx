/** A track that is near: how near, the way there, and how it sounds. */

import type { Track } from "../../api/records";
import { Icon, IconButton } from "../../components/icon";
import { Cover } from "../../components/tracks/cover";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room/room";
import { selectingSays } from "../../messages/room/selecting";
import { playNow } from "../../state/player/playback";
import { isSelecting, selectedRows, toggleRow } from "../selecting/selected";
import { choose, pointedRow, wantedView } from "../state";

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
  const isSelected = row !== null && selectedRows.value.has(row);
  /** Also by keys that press a button: Shift Enter, Shift Space. */
  const press = (event: MouseEvent) => {
    const isJoining = event.shiftKey || event.ctrlKey || event.metaKey || isSelecting.peek();
    if (isJoining && row !== null) toggleRow(row);
    else choose(track.track_id);
  };
  const isOffered = wantedView.value === "list" || isSelecting.value || selectedRows.value.size > 0;
  return (
    <li
      class={isSelected ? "room-neighbour is-selected" : "room-neighbour"}
      onPointerEnter={() => point(row)}
      onPointerLeave={() => point(null)}
      onKeyDown={(event) => {
        if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || row === null) return;
        toggleRow(row);
        event.preventDefault();
      }}
    >
      <button type="button" class="room-row" onClick={press}>
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
      {isOffered && row !== null && (
        <IconButton
          icon={isSelected ? "check" : "plus"}
          label={selectingSays.add(title)}
          pressed={isSelected}
          kind={isSelected ? "is-on" : ""}
          onPress={() => toggleRow(row)}
        />
      )}
      <IconButton
        icon="play"
        kind="solid-icon"
        label={roomSays.node.play(title)}
        onPress={() => playNow([track], { source: "room" })}
      />
    </li>
  );
}
