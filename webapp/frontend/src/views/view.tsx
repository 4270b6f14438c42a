/** The view of the address. */

import { ACCOUNT_PAGES } from "../accounts/pages";
import { Empty } from "../components/states";
import { LAB_PAGES } from "../lab/pages";
import { MAKE_PAGES } from "../make/pages";
import { say } from "../messages";
import { PLAYLIST_PAGES } from "../playlists/pages";
import { QUALITY_PAGES } from "../quality/pages";
import { ROOM_PAGES } from "../room/pages";
import { SETTINGS_PAGES } from "../settings/pages";
import { toLibrary } from "../state/paths";
import { route } from "../state/router";
import { AlbumView } from "./album_view";
import { ArtistView } from "./artist_view";
import { GenreView } from "./genre_view";
import { HomeView } from "./home_view";
import { LazyView, type Opener } from "./lazy_view";
import { LibraryView } from "./library_view";
import { ListenView } from "./listen_view";
import { SearchView } from "./search_view";
import { TrackView } from "./track_view";

/** Pages that are several by one name, each its own chunk. */
const PAGES: Readonly<Record<string, Readonly<Record<string, Opener>>>> = {
  lab: LAB_PAGES,
  make: MAKE_PAGES,
  room: ROOM_PAGES,
  quality: QUALITY_PAGES,
  settings: { folders: () => import("../settings/folders/folders_page") },
};

const openPart: Opener = () => import("./part_view");

export function View() {
  const { name, id } = route.value;
  if (name === "home" || name === "login") return <HomeView />;
  if (name === "library") return <LibraryView part={id} />;
  if (name === "search") return <SearchView />;
  if (name === "track") return <TrackView key={id} id={id} />;
  if (name === "album") return <AlbumView key={id} id={id} />;
  if (name === "artist") return <ArtistView key={id} id={id} />;
  if (name === "genre") return <GenreView key={id} name={id} />;
  if (name === "part") return <LazyView key={id} open={openPart} />;
  if (name === "listen") return <ListenView />;
  if (name === "playlists") return <LazyView key={name} open={PLAYLIST_PAGES.all} />;
  if (name === "playlist") return <LazyView key={id} open={PLAYLIST_PAGES.one} />;
  if (name === "smart") return <LazyView key={`${name}/${id}`} open={PLAYLIST_PAGES.smart} />;
  const open = PAGES[name]?.[id] ?? ACCOUNT_PAGES[name] ?? SETTINGS_PAGES[name];
  if (open) return <LazyView key={`${name}/${id}`} open={open} />;
  return (
    <div class="page">
      <Empty icon="info" isPage title={say.states.lost} hint={say.states.lostHint}>
        <a class="button" href={toLibrary("tracks")}>
          {say.states.toLibrary}
        </a>
      </Empty>
    </div>
  );
}
