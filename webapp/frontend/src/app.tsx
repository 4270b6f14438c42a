/** The frame: rail, main view, slate, and the bar that never leaves. */
import { useEffect } from "preact/hooks";
import { dropTracks } from "./components/drag_tracks";
import { DropOverlay } from "./components/drop_overlay";
import { HelpDialog } from "./components/help_dialog";
import { IconButton } from "./components/icon";
import { NoticeList } from "./components/notice_list";
import { NowView } from "./components/now_view";
import { PlayerBar } from "./components/player_bar";
import { QueuePanel } from "./components/queue_panel";
import { Rail } from "./components/rail";
import { SlateColumn } from "./components/slate_column";
import { TrackMenu } from "./components/track_menu";
import { say } from "./messages";
import { isPlaying } from "./state/deck";
import { isSlateOpen } from "./state/panels";
import { playingTrack } from "./state/playback";
import { View } from "./views/view";

export function App() {
  const track = playingTrack.value;
  const title = track && isPlaying.value ? `${track.title} · ${track.artist || say.unknownArtist}` : say.name;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="frame">
      <a class="skip-link" href="#main">
        {say.nav.skip}
      </a>
      <Rail />
      <main class="main" id="main" tabIndex={-1}>
        <View />
        <TrackMenu />
      </main>
      <aside class={isSlateOpen.value ? "slate is-open" : "slate"} aria-label={say.slate.title} {...dropTracks("next")}>
        <div class="slate-close">
          <IconButton
            icon="close"
            label={say.player.close}
            onPress={() => {
              isSlateOpen.value = false;
            }}
          />
        </div>
        <SlateColumn />
      </aside>
      <PlayerBar />
      <QueuePanel />
      <NowView />
      <NoticeList />
      <HelpDialog />
      <DropOverlay />
    </div>
  );
}
