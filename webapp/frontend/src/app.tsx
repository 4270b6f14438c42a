/** The frame: rail, main view, slate, and the bar that never leaves. */

import { openJoin, openLogin } from "./accounts/pages";
import { ChosenBar } from "./components/cards/chosen_bar";
import { DropOverlay } from "./components/frame/drop_overlay";
import { HelpDialog } from "./components/frame/help_dialog";
import { NoticeList } from "./components/frame/notice_list";
import { Rail } from "./components/frame/rail";
import { OpenedMenu } from "./components/menu/menu";
import { isNowShown, NowView } from "./components/player/now_view";
import { Panel } from "./components/player/panel";
import { PlayerBar } from "./components/player/player_bar";
import { SlateColumn } from "./components/slate/slate_column";
import { dropTracks } from "./components/tracks/drag_tracks";
import { EditDetails } from "./edit/pages";
import { say } from "./messages";
import { PlaylistPicker } from "./playlists/pages";
import { isLoggedOut } from "./state/me";
import { isWide } from "./state/panels";
import { route } from "./state/router";
import { LazyView } from "./views/lazy_view";
import { View } from "./views/view";

export function App() {
  if (route.value.name === "join") return <LazyView key="join" open={openJoin} />;
  if (isLoggedOut.value) return <LazyView key="login" open={openLogin} />;
  return <Frame />;
}

function Frame() {
  const isBehind = isNowShown.value;
  return (
    <div class="frame">
      <a class="skip-link" href="#main">
        {say.nav.skip}
      </a>
      <Rail />
      <main class="main" id="main" tabIndex={-1}>
        <View />
        {!isBehind && <OpenedMenu />}
      </main>
      <ChosenBar />
      {isWide.value && (
        <aside class="slate" aria-label={say.slate.title} {...dropTracks("next")}>
          {!isBehind && <SlateColumn />}
        </aside>
      )}
      <PlayerBar />
      <Panel />
      <NowView />
      {!isBehind && <NoticeList />}
      <HelpDialog />
      <PlaylistPicker />
      <EditDetails />
      <DropOverlay />
    </div>
  );
}
