/** The real songs nearest to a ghost: heard at once, or kept as a queue, a playlist or a radio. */

import type { Track } from "../../api/records";
import { IconButton } from "../../components/icon";
import { titleOf } from "../../components/tracks/names";
import { anchorText } from "../../make/anchors";
import { roomSays } from "../../messages/room/room";
import { wishSays } from "../../messages/room/wishes";
import { mayWrite } from "../../state/me";
import { picker } from "../../state/panels";
import { enqueue, playInstead } from "../../state/player/playback";
import { playRadio } from "../../state/stream/radio";
import type { GhostAnswer } from "../map/records";
import { TrackRow } from "./track_row";
import { nameOfWish } from "./wish";

const FROM = { source: "room" };

export function GhostSongs({ now, track }: { now: GhostAnswer; track: Track }) {
  const tracks = now.nearest.map((near) => near.track);
  const name = nameOfWish(titleOf(track), now.knobs);
  // With no knob turned the wish is the track itself, which its neighbours are like.
  const seeds = name === titleOf(track) ? [track] : tracks;
  const keep = () => {
    picker.value = { tracks };
  };
  const radio = () =>
    void playRadio({ like: seeds.map((seed) => anchorText({ kind: "track", id: seed.track_id })).join(","), name });
  if (tracks.length === 0) return null;
  return (
    <>
      <div class="room-part-head">
        <h3>{roomSays.knobs.nearest}</h3>
        <IconButton icon="play" kind="solid-icon" label={wishSays.play} onPress={() => playInstead(tracks, FROM)} />
        <IconButton icon="queueEnd" label={wishSays.queue} onPress={() => enqueue(tracks, FROM, "end")} />
        {mayWrite.value && <IconButton icon="playlistAdd" label={wishSays.playlist} onPress={keep} />}
        <IconButton icon="flow" label={wishSays.radio(name)} onPress={radio} />
      </div>
      <p class="room-quiet" dir="auto">
        {name}
      </p>
      <ul class="room-rows">
        {now.nearest.map(({ row, track: near, closeness, next_week }) => (
          <TrackRow
            key={row}
            row={row}
            track={near}
            near={
              next_week
                ? wishSays.nearChance(roomSays.knobs.near(closeness), next_week.chance)
                : roomSays.knobs.near(closeness)
            }
          />
        ))}
      </ul>
    </>
  );
}
