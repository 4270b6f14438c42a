/** The bar that stays: what plays, the controls, like, queue, volume. */
import { say } from "../messages";
import { isNowOpen, isQueueOpen, isSlateOpen } from "../state/panels";
import { playing, playingTrack } from "../state/playback";
import { Cover } from "./cover";
import { dropTracks } from "./drag_tracks";
import { IconButton } from "./icon";
import { DislikeButton, LikeButton } from "./like_button";
import { ArtistLink, TitleLink } from "./names";
import { SeekBar } from "./seek_bar";
import { Transport } from "./transport";
import { VolumeControl } from "./volume_control";

export function PlayerBar() {
  const track = playingTrack.value;
  const origin = { source: playing.value?.source ?? "player", slateId: playing.value?.slateId };
  return (
    <section class="bar" aria-label={say.player.label} {...dropTracks("end")}>
      <div class="bar-now">
        {track ? (
          <>
            <Cover url={track.cover_url} size="bar" isEager />
            <div class="bar-names">
              <TitleLink track={track} />
              <ArtistLink track={track} />
            </div>
            <div class="bar-feelings">
              <LikeButton track={track} origin={origin} />
              <DislikeButton track={track} origin={origin} />
            </div>
            <button type="button" class="bar-open" aria-label={say.player.open} onClick={() => openNow()} />
          </>
        ) : (
          <div class="bar-names">
            <span class="name name-title">{say.player.nothing}</span>
            <span class="name name-quiet">{say.player.nothingHint}</span>
          </div>
        )}
      </div>
      <div class="bar-middle">
        <Transport />
        <SeekBar />
      </div>
      <div class="bar-extras">
        <IconButton
          icon="flow"
          kind="slate-toggle"
          label={say.slate.open}
          expanded={isSlateOpen.value}
          onPress={() => {
            isSlateOpen.value = !isSlateOpen.value;
          }}
        />
        <IconButton
          icon="queue"
          label={say.queue.open}
          expanded={isQueueOpen.value}
          onPress={() => {
            isQueueOpen.value = !isQueueOpen.value;
          }}
        />
        <VolumeControl />
      </div>
    </section>
  );
}

function openNow(): void {
  isNowOpen.value = true;
}
