/** Find a track by its name and fly there. */
import { useEffect, useId, useState } from "preact/hooks";
import type { SearchAnswer, Track } from "../../api/records";
import { Icon } from "../../components/icon";
import { Cover } from "../../components/tracks/cover";
import { artistOf, titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room/room";
import { remember } from "../../state/library/known_tracks";
import { useLoaded } from "../../state/loading";
import { choose } from "../state";

const TYPING_MS = 120;
const MAX_FOUND = 6;

/** From the field into what was found and back, by the arrows up and down; returns whether there was a step to go. */
function goAlong(search: HTMLElement, key: string): boolean {
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const stops = [...search.querySelectorAll<HTMLElement>("input, .room-found button")];
  const next = step === 0 ? undefined : stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  next?.focus();
  return next !== undefined;
}

export function RoomSearch() {
  const id = useId();
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setWords(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const address = words ? `/api/v1/search?q=${encodeURIComponent(words)}&limit=${MAX_FOUND}` : null;
  const { data } = useLoaded<SearchAnswer>(address, true);
  const found = words ? data?.tracks : undefined;
  const go = (track: Track) => {
    remember([track]);
    setText("");
    setWords("");
    choose(track.track_id);
    document.querySelector<HTMLElement>(".room-hands")?.focus({ preventScroll: true });
  };
  return (
    <search
      class="room-search"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          setText("");
          setWords("");
          event.currentTarget.querySelector("input")?.focus();
        } else if (goAlong(event.currentTarget, event.key)) event.preventDefault();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const first = found?.[0];
          if (first) go(first);
        }}
      >
        <label class="only-heard" for={id}>
          {roomSays.search.label}
        </label>
        <Icon name="search" />
        <input
          id={id}
          type="search"
          dir="auto"
          autocomplete="off"
          value={text}
          placeholder={roomSays.search.hint}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
      {found && found.length > 0 && (
        <ul class="room-found" aria-label={roomSays.search.found}>
          {found.map((track) => (
            <li key={track.track_id}>
              <button type="button" class="room-row" onClick={() => go(track)}>
                <Cover url={track.cover_url} size="row" isEager />
                <span class="room-names">
                  <span class="name name-title" dir="auto">
                    {titleOf(track)}
                  </span>
                  <span class="name name-quiet" dir="auto">
                    {artistOf(track)}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {found && found.length === 0 && (
        <p class="room-found room-none" role="status">
          {roomSays.search.none(words)}
        </p>
      )}
    </search>
  );
}
