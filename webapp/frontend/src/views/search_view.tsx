/** Search with every letter; the words stand in the address. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SearchAnswer } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/card";
import { Icon } from "../components/icon";
import { Empty, Problem, Skeleton } from "../components/states";
import { TrackList } from "../components/track_list";
import { say } from "../messages";
import { record } from "../state/activity";
import { useLoaded } from "../state/loading";
import { toSearch } from "../state/paths";
import { go, place } from "../state/router";

const TYPING_MS = 60;
const SETTLED_MS = 1_200;

export function SearchView() {
  const words = (place.value.query.get("q") ?? "").trim();
  const address = words ? `/api/v1/search?q=${encodeURIComponent(words)}&limit=20` : null;
  const { data, problem, again } = useLoaded<SearchAnswer>(address, true);
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => record("searched", { source: "search" }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div class="page">
      <h1 class="only-heard">{say.search.title}</h1>
      <SearchField words={place.value.query.get("q") ?? ""} />
      {!words && <Empty icon="search" title={say.search.start} hint={say.search.startHint} />}
      {words && problem !== null && <Problem problem={problem} again={again} />}
      {words && problem === null && !data && <Skeleton kind="row" count={6} />}
      {words && data && <Results words={words} answer={data} />}
    </div>
  );
}

function SearchField({ words }: { words: string }) {
  const [text, setText] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  const written = useRef(words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed by another hand than this field's: back, forward, a link.
  useEffect(() => {
    if (words === written.current) return;
    clearTimeout(timer.current);
    written.current = words;
    setText(words);
  }, [words]);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    return () => clearTimeout(timer.current);
  }, []);
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = next;
      go(toSearch(next), { replace: true });
    }, TYPING_MS);
  };
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        type="search"
        value={text}
        placeholder={say.search.hint}
        aria-label={say.search.label}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        onInput={(event) => write(event.currentTarget.value)}
      />
    </search>
  );
}

function Results({ words, answer }: { words: string; answer: SearchAnswer }) {
  const { tracks, artists, albums, took_ms } = answer;
  const found = tracks.length + artists.length + albums.length;
  if (found === 0) return <Empty icon="search" title={say.search.none(words)} hint={say.search.noneHint} />;
  return (
    <>
      <p class="took" role="status">
        {say.search.took(found, took_ms)}
      </p>
      {artists.length > 0 && (
        <section aria-label={say.library.parts.artists}>
          <h2>{say.library.parts.artists}</h2>
          <div class="card-row">
            {artists.slice(0, 6).map((artist) => (
              <ArtistCard key={artist.artist_id} artist={artist} />
            ))}
          </div>
        </section>
      )}
      {tracks.length > 0 && (
        <section aria-label={say.library.parts.tracks}>
          <h2>{say.library.parts.tracks}</h2>
          <TrackList tracks={tracks} label={say.library.table} source="search" />
        </section>
      )}
      {albums.length > 0 && (
        <section aria-label={say.library.parts.albums}>
          <h2>{say.library.parts.albums}</h2>
          <div class="card-row">
            {albums.slice(0, 6).map((album) => (
              <AlbumCard key={album.album_id} album={album} />
            ))}
          </div>
        </section>
      )}
    </>
  );
}
