/** The rows of home: what was played, what is liked, what is new, and albums to fall into; no album stands there twice. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Album, HeardTrack, Page, PlayPage, Track } from "../api/records";
import { AlbumCard, TrackCard } from "../components/cards/card";
import { Shelf } from "../components/shelf";
import { Skeleton } from "../components/states";
import { say } from "../messages";
import { ownSays } from "../messages/own";
import { notShown, onceAnAlbum } from "../rules/playing/played";
import { known, resolveTracks } from "../state/library/known_tracks";
import { useLoaded } from "../state/loading";
import { toLibrary } from "../state/paths";
import { slate } from "../state/stream/slate";

const N_CARDS = 12;

/** `fresh`: the newest tracks, for a library without albums; null while they are on their way. */
export function Rows({ fresh }: { fresh: readonly Track[] | null }) {
  const plays = useLoaded<PlayPage>("/api/v1/history/plays?limit=60");
  const likes = useLoaded<Page<HeardTrack>>("/api/v1/favourites/tracks?limit=60");
  const picks = usePicks();
  const added = useLoaded<Page<Album>>("/api/v1/albums?sort=added&limit=40");
  if ([plays, likes].some(({ data, problem }) => data === null && !problem)) return <Skeleton kind="card" count={6} />;
  const recent = onceAnAlbum(plays.data?.items.map(({ track }) => track) ?? [], N_CARDS);
  const liked = without(onceAnAlbum(likes.data?.items ?? [], 60), recent);
  const made = without(onceAnAlbum(picks, 60), [...recent, ...liked]);
  const above = new Set([...recent, ...liked, ...made].map((track) => track.album_id));
  const newest = notShown(added.data?.items ?? [], above, N_CARDS);
  const shown = new Set([...above, ...newest.map((album) => album.album_id)]);
  return (
    <>
      <Tracks title={ownSays.home.recent} tracks={recent} all={`${toLibrary("history")}?show=recent`} />
      <Tracks title={ownSays.home.liked} tracks={liked} all={toLibrary("liked")} />
      <Tracks title={ownSays.home.made} tracks={made} />
      {added.data === null || fresh === null ? (
        <Skeleton kind="card" count={6} />
      ) : (
        <Newest albums={newest} tracks={added.data.total === 0 ? fresh : []} />
      )}
      {added.data && <RandomAlbums total={added.data.total} shown={shown} />}
    </>
  );
}

const without = (tracks: readonly Track[], above: readonly Track[]): readonly Track[] => {
  const albums = new Set(above.map((track) => track.album_id || track.track_id));
  return tracks.filter((track) => !albums.has(track.album_id || track.track_id)).slice(0, N_CARDS);
};

/** The picks that are known when home opens: no row pushes others away, and no card moves, while one looks at them. */
function usePicks(): readonly Track[] {
  const [ids] = useState(() => slate.peek()?.picks.map((pick) => pick.track_id) ?? []);
  useEffect(() => {
    // Picks that cannot be asked for now are left out; the slate beside the page asks again.
    void resolveTracks(ids).catch(() => undefined);
  }, [ids]);
  return ids.flatMap((id) => known.value.get(id) ?? []);
}

function All({ href }: { href: string }) {
  return (
    <a class="chip" href={href}>
      {say.home.all}
    </a>
  );
}

function Tracks({ title, tracks, all }: { title: string; tracks: readonly Track[]; all?: string }) {
  if (tracks.length === 0) return null;
  return (
    <Shelf title={title} aside={all && <All href={all} />}>
      {cardsOf(tracks)}
    </Shelf>
  );
}

function cardsOf(tracks: readonly Track[]): ComponentChildren {
  return tracks.map((track) => <TrackCard key={track.track_id} track={track} source="home" />);
}

function Newest({ albums, tracks }: { albums: readonly Album[]; tracks: readonly Track[] }) {
  if (albums.length + tracks.length === 0) return null;
  return (
    <Shelf title={ownSays.home.added} aside={<All href={`${toLibrary("tracks")}?sort=added&order=desc`} />}>
      {albums.map((album) => (
        <AlbumCard key={album.album_id} album={album} />
      ))}
      {cardsOf(tracks)}
    </Shelf>
  );
}

/** Another handful each time; asked for only where there are more albums than the rows above may have shown. */
function RandomAlbums({ total, shown }: { total: number; shown: ReadonlySet<string> }) {
  const [seed, setSeed] = useState(() => Math.random());
  const start = Math.floor(seed * Math.max(0, total - 4 * N_CARDS));
  const { data } = useLoaded<Page<Album>>(
    total > 0 ? `/api/v1/albums?start=${start}&limit=${4 * N_CARDS}` : null,
    true,
  );
  const albums = notShown(data?.items ?? [], shown, N_CARDS);
  if (data && albums.length === 0) return null;
  if (total === 0) return null;
  const again = (
    <button type="button" class="chip" onClick={() => setSeed(Math.random())}>
      {say.home.more}
    </button>
  );
  if (!data) return <Skeleton kind="card" count={6} />;
  return (
    <Shelf title={say.home.albums} aside={total > 4 * N_CARDS && again}>
      {albums.map((album) => (
        <AlbumCard key={album.album_id} album={album} />
      ))}
    </Shelf>
  );
}
