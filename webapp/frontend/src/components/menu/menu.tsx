/** The menu of tracks, or of what holds them; opened by right click, a long press, Shift F10 or the dots. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Track } from "../../api/records";
import { menuSays } from "../../messages/menus";
import { ownSays } from "../../messages/own";
import { pressed, STARS } from "../../rules/ratings";
import { withChosen } from "../../state/library/chosen_cards";
import { type Menu, type MenuEntry, menu } from "../../state/panels";
import { rate, rateAndSay, starsOf } from "../../state/stream/ratings";
import { Icon } from "../icon";
import { placeMenu } from "../motion";
import { collectionEntries } from "./collection_entries";
import { trackEntries } from "./track_entries";

export function OpenedMenu() {
  const shown = menu.value;
  return shown ? <OpenMenu key={`${shown.x}-${shown.y}`} shown={shown} /> : null;
}

function OpenMenu({ shown }: { shown: Menu }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (list.current) placeMenu(list.current, shown.x, shown.y);
    list.current?.querySelector<HTMLElement>(".menu-entry")?.focus();
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
      aria-label={labelOf(shown)}
      ref={list}
      onKeyDown={(event) => steer(event, shown)}
    >
      {shown.tracks.length === 1 && shown.tracks[0] && <MenuStars track={shown.tracks[0]} shown={shown} />}
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

const labelOf = ({ label, collection, tracks }: Menu): string =>
  label ?? (collection ? menuSays.label(withChosen(collection).name) : menuSays.tracksLabel(tracks.length));

const entriesFor = (shown: Menu): readonly MenuEntry[] =>
  shown.collection ? collectionEntries(shown.collection) : trackEntries(shown);

/** Stars on one line of the menu; digits choose, wherever in the menu the focus is. */
function MenuStars({ track, shown }: { track: Track; shown: Menu }) {
  const rating = starsOf(track);
  return (
    <div class="stars menu-stars" role="group" aria-label={ownSays.rating}>
      {STARS.map((star) => (
        <button
          key={star}
          type="button"
          role="menuitemradio"
          class={star <= rating ? "star is-on" : "star"}
          aria-checked={star === rating}
          aria-label={ownSays.stars(star)}
          title={ownSays.stars(star)}
          tabIndex={-1}
          onClick={() => {
            closeMenu(shown);
            rate(track, pressed(rating, star), { source: shown.source });
          }}
        >
          <Icon name="star" filled={star <= rating} />
        </button>
      ))}
    </div>
  );
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
  else if (/^[0-5]$/.test(event.key) && shown.tracks.length === 1 && shown.tracks[0]) {
    closeMenu(shown);
    rateAndSay(shown.tracks[0], Number(event.key), { source: shown.source });
  } else if (event.key === "Escape" || event.key === "Tab") closeMenu(shown);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
