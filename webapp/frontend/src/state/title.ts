/** The title of the window: what plays, and what is seen. */
import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { say } from "../messages";
import { isPlaying } from "./player/deck";
import { playingTrack } from "./player/queue";
import { place, route } from "./router";

/** Views of one thing say its name when they know it. */
const named = signal<{ readonly path: string; readonly words: string } | null>(null);

const seen = computed(() => {
  const { path, query } = place.value;
  if (named.value?.path === path) return named.value.words;
  const words = say.titles[route.value.name]?.(route.value.id) ?? "";
  return route.value.name === "search" && query.get("q") ? `${query.get("q")} · ${words}` : words;
});

export const windowTitle = computed(() => {
  const track = isPlaying.value ? playingTrack.value : null;
  const plays = track ? `${track.title || say.untitled} · ${track.artist || say.unknownArtist}` : "";
  return [plays, seen.value, say.name].filter(Boolean).join(" | ");
});

/** Used by a view of one thing: its name, or null while that is not here. */
export function useName(words: string | null): void {
  useEffect(() => {
    if (words !== null) named.value = { path: place.peek().path, words };
  }, [words]);
}

export function openTitle(): void {
  effect(() => {
    document.title = windowTitle.value;
  });
}
