/** One artist: albums and tracks. */
import type { AlikeArtists, ArtistDetail, HeardTrack, Page } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/cards/card";
import { Hero } from "../components/cards/hero";
import { FavouriteButton } from "../components/favourite_button";
import { lengthOf } from "../components/list_actions";
import { Problem, Skeleton } from "../components/states";
import { PlainHead } from "../components/tracks/plain_head";
import { playAll, queueAll, shuffleAll, TrackList } from "../components/tracks/track_list";
import { say } from "../messages";
import { listeningSays } from "../messages/listening";
import { byYear } from "../rules/albums";
import { spokenLength } from "../rules/times";
import { useHeard } from "../state/heard";
import { useLoaded } from "../state/loading";
import { useName } from "../state/title";

const TOP = 5;

export function ArtistView({ id }: { id: string }) {
  const { data: artist, problem, again } = useLoaded<ArtistDetail>(`/api/v1/artists/${encodeURIComponent(id)}`);
  const tracks = useHeard(`artist=${encodeURIComponent(id)}`, artist?.tracks);
  useName(artist && (artist.name || say.unknownArtist));
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!artist) return <Skeleton kind="hero" />;
  const length_s = lengthOf(artist.tracks);
  const facts = [
    say.tracks(artist.n_tracks),
    artist.n_albums > 0 && say.albums(artist.n_albums),
    length_s > 0 && spokenLength(length_s),
  ];
  return (
    <article class="page">
      <Hero
        coverUrl={artist.cover_url}
        name={artist.name || say.unknownArtist}
        facts={facts}
        playLabel={say.artist.play}
        play={() => playAll(artist.tracks, "artist")}
        shuffle={() => shuffleAll(artist.tracks, "artist")}
        queue={() => queueAll(artist.tracks, "artist")}
        aside={<FavouriteButton kind="artists" id={artist.artist_id} name={artist.name || say.unknownArtist} />}
        anchor={{ kind: "artist", id }}
        tracks={artist.tracks}
        isRound
      />
      <TopTracks id={id} />
      {artist.albums.length > 0 && (
        <section aria-label={say.artist.albums}>
          <h2>{say.artist.albums}</h2>
          <div class="card-row">
            {byYear(artist.albums).map((album) => (
              <AlbumCard key={album.album_id} album={album} />
            ))}
          </div>
        </section>
      )}
      <section aria-label={say.artist.tracks}>
        <h2>{say.artist.tracks}</h2>
        <TrackList tracks={tracks} label={say.library.table} source="artist" head={<PlainHead />} goesOn hasPlays />
      </section>
      <ArtistsAlike id={id} />
    </article>
  );
}

/** What the listener plays most of this artist; nothing before the first play. */
function TopTracks({ id }: { id: string }) {
  const address = `/api/v1/history/tracks?artist=${encodeURIComponent(id)}&sort=plays&order=desc&limit=${TOP}`;
  const { data } = useLoaded<Page<HeardTrack>>(address);
  const top = data?.items.filter((track) => track.plays > 0) ?? [];
  if (top.length === 0) return null;
  return (
    <section aria-label={listeningSays.top}>
      <h2>{listeningSays.top}</h2>
      <TrackList tracks={top} label={listeningSays.top} source="artist" head={<PlainHead />} goesOn hasPlays />
    </section>
  );
}

/** Nothing where no index can say it. */
function ArtistsAlike({ id }: { id: string }) {
  const { data } = useLoaded<AlikeArtists>(`/api/v1/artists/${encodeURIComponent(id)}/similar`);
  if (!data?.items.length) return null;
  return (
    <section aria-label={listeningSays.alikeArtists}>
      <h2>{listeningSays.alikeArtists}</h2>
      <div class="card-row">
        {data.items.map(({ artist }) => (
          <ArtistCard key={artist.artist_id} artist={artist} />
        ))}
      </div>
    </section>
  );
}
