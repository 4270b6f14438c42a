/** Search with every letter; the words stand in the address. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SearchAnswer } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/cards/card";
import { Icon } from "../components/icon";
import { backToField, intoResults } from "../components/search_keys";
import { Empty, Problem, Skeleton } from "../components/states";
import { TrackList } from "../components/tracks/track_list";
import { say } from "../messages";
import { useLoaded } from "../state/loading";
import { toAlbum, toArtist, toSearch } from "../state/paths";
import { playNow } from "../state/player/playback";
import { go, place } from "../state/router";
import { record } from "../state/stream/activity";

const TYPING_MS = 60;
const SETTLED_MS = 1_200;

export function SearchView() {
  const words = (place.value.query.get("q") ?? "").trim();
  const address = addressOf(words);
  const { data, problem, of, again } = useLoaded<SearchAnswer>(address, true);
  const entered = useRef<string | null>(null);
  const answer = of === address ? data : null;
  const openEntered = () => {
    if (!answer || entered.current !== address) return;
    entered.current = null;
    openFirst(answer);
  };
  /** Enter may come before the answer does, and the answer to earlier words before that: each answer has its words. */
  const enter = (text: string) => {
    entered.current = addressOf(text.trim());
    if (entered.current === address) openEntered();
  };
  useEffect(openEntered, [answer]);
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => record("searched", { source: "search" }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div class="page">
      <h1 class="only-heard">{say.search.title}</h1>
      <SearchField words={place.value.query.get("q") ?? ""} onEnter={enter} />
      {!words && <Empty icon="search" title={say.search.start} hint={say.search.startHint} />}
      {words && problem !== null && <Problem problem={problem} again={again} />}
      {words && problem === null && !data && <Skeleton kind="row" count={6} />}
      {words && data && <Results words={words} answer={data} />}
    </div>
  );
}

const addressOf = (words: string): string | null =>
  words ? `/api/v1/search?q=${encodeURIComponent(words)}&limit=20` : null;

/** Play the first track found, else open the first artist or album. */
function openFirst(answer: SearchAnswer): void {
  const [track, artist, album] = [answer.tracks[0], answer.artists[0], answer.albums[0]];
  if (track) playNow([track], { source: "search" });
  else if (artist) go(toArtist(artist.artist_id));
  else if (album) go(toAlbum(album.album_id));
}

function SearchField({ words, onEnter }: { words: string; onEnter: (text: string) => void }) {
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
  const put = (next: string) => {
    clearTimeout(timer.current);
    if (next === written.current) return;
    written.current = next;
    go(toSearch(next), { replace: true });
  };
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(put, TYPING_MS, next);
  };
  const steer = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    put(text);
    if (event.key === "Enter") onEnter(text);
    else intoResults();
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
        onKeyDown={steer}
      />
    </search>
  );
}

function Results({ words, answer }: { words: string; answer: SearchAnswer }) {
  const { tracks, artists, albums, took_ms } = answer;
  const found = tracks.length + artists.length + albums.length;
  if (found === 0) return <Empty icon="search" title={say.search.none(words)} hint={say.search.noneHint} />;
  return (
    <div class="results">
      <p class="took" role="status">
        {say.search.took(found, took_ms)}
        {tracks.length > 0 && <span class="took-keys">{say.search.keys}</span>}
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
          <TrackList tracks={tracks} label={say.library.table} source="search" onLeaveUp={backToField} />
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
    </div>
  );
}
