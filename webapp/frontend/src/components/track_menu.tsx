/** The menu of one track or of a selection; opened by right click, Shift F10 or the dots. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../messages";
import { type Menu, menu } from "../state/panels";
import { toAlbum, toArtist, toTrack } from "../state/paths";
import { enqueue, playNow } from "../state/playback";
import { go } from "../state/router";
import { disliked, liked, toggleDislike, toggleLike } from "../state/taste";
import { Icon, type IconName } from "./icon";
import { placeMenu } from "./motion";

type Entry = readonly [icon: IconName, words: string, act: () => void];

export function TrackMenu() {
  const shown = menu.value;
  return shown ? <OpenMenu key={`${shown.x}-${shown.y}`} shown={shown} /> : null;
}

function OpenMenu({ shown }: { shown: Menu }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (list.current) placeMenu(list.current, shown.x, shown.y);
    list.current?.querySelector("button")?.focus();
  }, [shown]);
  useEffect(() => {
    const close = (event: Event) => {
      if (!(event.target instanceof Node && list.current?.contains(event.target))) closeMenu(shown);
    };
    addEventListener("pointerdown", close, true);
    addEventListener("resize", close);
    return () => {
      removeEventListener("pointerdown", close, true);
      removeEventListener("resize", close);
    };
  }, [shown]);
  return (
    <div
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={say.menu.label}
      ref={list}
      onKeyDown={(event) => steer(event, shown)}
    >
      {entriesFor(shown).map(([icon, words, act]) => (
        <button
          key={words}
          type="button"
          role="menuitem"
          class="menu-entry"
          tabIndex={-1}
          onClick={() => {
            closeMenu(shown);
            act();
          }}
        >
          <Icon name={icon} />
          {words}
        </button>
      ))}
    </div>
  );
}

function entriesFor({ tracks, source, extra }: Menu): readonly Entry[] {
  const first = tracks[0];
  if (!first) return [];
  const from = { source };
  const many: Entry[] = [
    ["play", say.menu.play, () => playNow(tracks, from)],
    ["playNext", say.menu.next, () => enqueue(tracks, from, "next")],
    ["queueEnd", say.menu.queue, () => enqueue(tracks, from, "end")],
  ];
  if (tracks.length > 1) return many;
  const isLiked = liked.peek().has(first.track_id);
  const isDisliked = disliked.peek().has(first.track_id);
  const { artist_id, album_id } = first;
  return [
    ...many,
    ["heart", isLiked ? say.player.unlike : say.menu.like, () => toggleLike(first, from)],
    ...(extra ?? [
      ["dislike", isDisliked ? say.player.undislike : say.menu.dislike, () => toggleDislike(first, from)] as Entry,
    ]),
    ["alike", say.menu.similar, () => go(toTrack(first.track_id))],
    ...(artist_id && first.artist ? [["artist", say.menu.artist, () => go(toArtist(artist_id))] as Entry] : []),
    ...(album_id && first.album ? [["album", say.menu.album, () => go(toAlbum(album_id))] as Entry] : []),
  ];
}

function closeMenu(shown: Menu): void {
  if (menu.peek() !== shown) return;
  menu.value = null;
  shown.opener?.focus({ preventScroll: true });
}

function steer(event: KeyboardEvent & { currentTarget: HTMLElement }, shown: Menu): void {
  const entries = [...event.currentTarget.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement as HTMLButtonElement);
  if (event.key === "ArrowDown") entries[(at + 1) % entries.length]?.focus();
  else if (event.key === "ArrowUp") entries.at(at - 1)?.focus();
  else if (event.key === "Home") entries[0]?.focus();
  else if (event.key === "End") entries.at(-1)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu(shown);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
