/** The bar that stays: what plays, the controls, like, queue, volume. */
import { say } from "../../messages";
import { isNowOpen, panel, togglePanel } from "../../state/panels";
import { playing, playingTrack } from "../../state/player/queue";
import { Icon, IconButton } from "../icon";
import { Cover } from "../tracks/cover";
import { dropTracks } from "../tracks/drag_tracks";
import { DislikeButton, LikeButton } from "../tracks/like_button";
import { ArtistLink, TitleLink } from "../tracks/names";
import { StarRating } from "../tracks/star_rating";
import { ListeningOptions } from "./listening_options";
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
              <StarRating track={track} origin={origin} />
            </div>
            <button
              type="button"
              class="bar-open"
              aria-label={say.player.open}
              title={say.player.open}
              onClick={() => openNow()}
            >
              <Icon name="up" />
            </button>
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
        <ListeningOptions />
        <IconButton
          icon="flow"
          kind="slate-toggle"
          label={say.slate.open}
          expanded={panel.value === "picks"}
          onPress={() => togglePanel("picks")}
        />
        <IconButton
          icon="queue"
          label={say.queue.open}
          expanded={panel.value === "queue"}
          onPress={() => togglePanel("queue")}
        />
        <VolumeControl />
      </div>
    </section>
  );
}

function openNow(): void {
  isNowOpen.value = true;
}
