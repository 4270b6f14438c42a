/** The phone's full-screen view of what plays, with the slate below the fold. */
import { useEffect, useRef } from "preact/hooks";
import { say } from "../messages";
import { isNowOpen, isQueueOpen } from "../state/panels";
import { playing, playingTrack } from "../state/playback";
import { Cover } from "./cover";
import { IconButton } from "./icon";
import { DislikeButton, LikeButton } from "./like_button";
import { ArtistLink, TitleLink } from "./names";
import { SeekBar } from "./seek_bar";
import { SlateColumn } from "./slate_column";
import { Transport } from "./transport";

export function NowView() {
  const dialog = useRef<HTMLDialogElement>(null);
  const track = playingTrack.value;
  useEffect(() => {
    if (isNowOpen.value && track) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isNowOpen.value, track]);
  if (!track || !isNowOpen.value) return null;
  const origin = { source: playing.value?.source ?? "player", slateId: playing.value?.slateId };
  const close = () => {
    isNowOpen.value = false;
  };
  return (
    <dialog class="now-view" ref={dialog} aria-label={say.nav.now} onClose={close}>
      <div class="now-screen">
        <header class="now-head">
          <IconButton icon="down" label={say.player.close} onPress={close} />
          <IconButton
            icon="queue"
            label={say.queue.open}
            onPress={() => {
              close();
              isQueueOpen.value = true;
            }}
          />
        </header>
        <Cover url={track.cover_url} size="full" isEager />
        <div class="now-names">
          <div>
            <TitleLink track={track} />
            <ArtistLink track={track} />
          </div>
          <DislikeButton track={track} origin={origin} />
          <LikeButton track={track} origin={origin} />
        </div>
        <SeekBar />
        <Transport />
      </div>
      <section class="now-slate" aria-label={say.slate.title}>
        <SlateColumn />
      </section>
    </dialog>
  );
}
