/** One album. */
import type { AlbumDetail, Track } from "../api/records";
import { Hero } from "../components/cards/hero";
import { FavouriteButton } from "../components/favourite_button";
import { Problem, Skeleton } from "../components/states";
import { PlainHead } from "../components/tracks/plain_head";
import { playAll, queueAll, shuffleAll, TrackList } from "../components/tracks/track_list";
import { say } from "../messages";
import { listeningSays } from "../messages/listening";
import { discsOf } from "../rules/albums";
import { spokenLength } from "../rules/times";
import { useHeard } from "../state/heard";
import { useLoaded } from "../state/loading";
import { toArtist } from "../state/paths";
import { useName } from "../state/title";

export function AlbumView({ id }: { id: string }) {
  const { data: album, problem, again } = useLoaded<AlbumDetail>(`/api/v1/albums/${encodeURIComponent(id)}`);
  const tracks = useHeard(`album=${encodeURIComponent(id)}`, album?.tracks);
  useName(album && (album.title || say.unknownAlbum));
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!album) return <Skeleton kind="hero" />;
  const facts = [album.year, say.tracks(album.n_tracks), album.duration_s && spokenLength(album.duration_s)];
  return (
    <article class="page">
      <Hero
        coverUrl={album.cover_url}
        name={album.title || say.unknownAlbum}
        facts={facts}
        playLabel={say.album.play}
        play={() => playAll(album.tracks, "album")}
        shuffle={() => shuffleAll(album.tracks, "album")}
        queue={() => queueAll(album.tracks, "album")}
        aside={<FavouriteButton kind="albums" id={album.album_id} name={album.title || say.unknownAlbum} />}
        anchor={{ kind: "album", id }}
        tracks={album.tracks}
      >
        <p class="hero-by">
          {album.artist_id && album.artist ? (
            <a dir="auto" href={toArtist(album.artist_id)}>
              {album.artist}
            </a>
          ) : (
            album.artist || say.unknownArtist
          )}
        </p>
      </Hero>
      <Discs album={album} tracks={tracks} />
    </article>
  );
}

/** Discs have headings where there are several. */
function Discs({ album, tracks }: { album: AlbumDetail; tracks: readonly Track[] }) {
  const shown = { source: "album", goesOn: true, isNumberedByTrack: true, hasPlays: true } as const;
  if (album.discs.length < 2) {
    return <TrackList tracks={tracks} label={say.library.table} head={<PlainHead />} {...shown} />;
  }
  return (
    <>
      {discsOf(album, tracks).map((disc) => {
        const name = listeningSays.disc(disc.number);
        return (
          <section key={disc.from} aria-label={name}>
            <div class="section-head">
              <h2>{name}</h2>
              <span class="name-quiet">{spokenLength(disc.duration_s)}</span>
            </div>
            <TrackList
              tracks={disc.tracks}
              label={name}
              head={<PlainHead />}
              partOf={{ tracks, from: disc.from }}
              {...shown}
            />
          </section>
        );
      })}
    </>
  );
}
