/** The view of the address. */

import { Empty } from "../components/states";
import { LAB_PAGES } from "../lab/pages";
import { say } from "../messages";
import { toLibrary } from "../state/paths";
import { route } from "../state/router";
import { AlbumView } from "./album_view";
import { ArtistView } from "./artist_view";
import { GenreView } from "./genre_view";
import { HomeView } from "./home_view";
import { LazyView } from "./lazy_view";
import { LibraryView } from "./library_view";
import { ListenView } from "./listen_view";
import { SearchView } from "./search_view";
import { TrackView } from "./track_view";

export function View() {
  const { name, id } = route.value;
  if (name === "home") return <HomeView />;
  if (name === "library") return <LibraryView part={id} />;
  if (name === "search") return <SearchView />;
  if (name === "track") return <TrackView key={id} id={id} />;
  if (name === "album") return <AlbumView key={id} id={id} />;
  if (name === "artist") return <ArtistView key={id} id={id} />;
  if (name === "genre") return <GenreView key={id} name={id} />;
  if (name === "listen") return <ListenView />;
  const open = name === "lab" && LAB_PAGES[id];
  if (open) return <LazyView key={id} open={open} />;
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
