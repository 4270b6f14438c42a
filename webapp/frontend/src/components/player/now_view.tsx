/** The full-screen view of what plays, with the picks beside it, on a phone below the fold. */
import { computed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../../messages";
import { isNowOpen, panel } from "../../state/panels";
import { playing, playingTrack } from "../../state/player/queue";
import { NoticeList } from "../frame/notice_list";
import { IconButton } from "../icon";
import { OpenedMenu } from "../menu/menu";
import { MoreButton } from "../menu/more_button";
import { SlateColumn } from "../slate/slate_column";
import { Cover } from "../tracks/cover";
import { DislikeButton, LikeButton } from "../tracks/like_button";
import { ArtistLink, TitleLink } from "../tracks/names";
import { StarRating } from "../tracks/star_rating";
import { ListeningOptions } from "./listening_options";
import { SeekBar } from "./seek_bar";
import { Transport } from "./transport";
import { VolumeControl } from "./volume_control";

const phone = matchMedia("(max-width: 639px)");

/** While it is there, everything outside lies behind it and is out of reach: menu, messages and slate move inside. */
export const isNowShown = computed(() => isNowOpen.value && playingTrack.value !== null);

const close = () => {
  isNowOpen.value = false;
};

export function NowView() {
  return isNowShown.value ? <OpenNow /> : null;
}

function OpenNow() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // A phone turned to its side shows the page again: there is little height.
    phone.addEventListener("change", close);
    return () => phone.removeEventListener("change", close);
  }, []);
  const track = playingTrack.value;
  if (!track) return null;
  const source = playing.value?.source ?? "player";
  const origin = { source, slateId: playing.value?.slateId };
  return (
    <dialog class="now-view" ref={dialog} aria-label={say.nav.now} onClose={close}>
      <div class="now-screen">
        <header class="now-head">
          <IconButton icon="down" label={say.player.close} onPress={close} />
          <ListeningOptions />
          <IconButton
            icon="queue"
            label={say.queue.open}
            onPress={() => {
              close();
              panel.value = "queue";
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
          <MoreButton track={track} source={source} />
        </div>
        <StarRating track={track} origin={origin} />
        <SeekBar />
        <Transport />
        <VolumeControl />
      </div>
      <section class="now-slate" aria-label={say.slate.title}>
        <SlateColumn />
      </section>
      <OpenedMenu />
      <NoticeList />
    </dialog>
  );
}
