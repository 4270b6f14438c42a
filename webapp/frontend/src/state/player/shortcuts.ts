/** The keyboard, wherever the focus is, except in fields and where a list wants the key itself. */

import { STARS } from "../../rules/ratings";
import { chooseNone } from "../library/chosen_cards";
import { takeBackLast } from "../notices";
import { closePanels, isHelpOpen, isNowOpen, menu, togglePanel } from "../panels";
import { toSearch } from "../paths";
import { go, place } from "../router";
import { rateAndSay } from "../stream/ratings";
import { toggleLike } from "../stream/taste";
import { toggleAway } from "../stream/turning_away";
import { changeRepeating, changeShuffling } from "./modes";
import { next, previous, seekBy, toggle } from "./playback";
import { playingTrack } from "./queue";
import { toggleStopAfterTrack } from "./sleep";
import { changeSpeed } from "./speed";
import { changeVolume, isMuted } from "./volume";

const SEEK_S = 5;

export function openShortcuts(): void {
  addEventListener("keydown", (event) => {
    if (isUndo(event)) {
      if (takeBackLast()) event.preventDefault();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && event.key !== "Escape") return;
    // An open dialog closes by itself; kept from that, it would stay.
    if (event.key === "Escape" && document.querySelector("dialog:modal")) return;
    const action = (event.shiftKey && SHIFTED[event.key]) || PLAIN[event.key];
    if (!action || (event.key === " " && isPressable(event.target))) return;
    if (event.key.startsWith("Arrow") && wantsArrows(event.target)) return;
    event.preventDefault();
    action();
  });
}

const PLAIN: Readonly<Record<string, () => void>> = {
  " ": toggle,
  k: toggle,
  ArrowLeft: () => seekBy(-SEEK_S),
  ArrowRight: () => seekBy(SEEK_S),
  ArrowUp: () => changeVolume(0.05),
  ArrowDown: () => changeVolume(-0.05),
  "/": focusSearch,
  l: () => withPlaying(toggleLike),
  d: () => withPlaying(toggleAway),
  ...Object.fromEntries(
    [0, ...STARS].map((star) => [String(star), () => withPlaying((track, from) => rateAndSay(track, star, from))]),
  ),
  m: () => {
    isMuted.value = !isMuted.peek();
  },
  s: changeShuffling,
  r: changeRepeating,
  t: toggleStopAfterTrack,
  "<": () => changeSpeed(-1),
  ">": () => changeSpeed(1),
  q: () => togglePanel("queue"),
  n: () => {
    isNowOpen.value = !isNowOpen.peek();
  },
  "?": () => {
    isHelpOpen.value = true;
  },
  Escape: () => {
    closePanels();
    chooseNone();
  },
};

const SHIFTED: Readonly<Record<string, () => void>> = {
  ArrowRight: next,
  ArrowLeft: previous,
};

function withPlaying(act: (track: NonNullable<typeof playingTrack.value>, from: { source: string }) => void): void {
  const track = playingTrack.peek();
  if (track) act(track, { source: "player" });
}

export function focusSearch(): void {
  if (place.peek().path !== "/search") go(toSearch(""));
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>("#search");
    field?.focus();
    field?.select();
  });
}

/** In a field it takes back what was typed. */
const isUndo = (event: KeyboardEvent): boolean =>
  event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && !isTyping(event.target);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "button"].includes(target.type);
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

const PRESSABLE = "button, summary, select, input[type=checkbox], input[type=radio], [role=menuitem], dialog";

/** Space presses buttons, ticks boxes and opens links' menus; there it keeps its meaning. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(PRESSABLE) !== null;
}

/** Sliders, open menus, and parts of the page that scroll by themselves. */
function wantsArrows(target: EventTarget | null): boolean {
  return (
    (target instanceof HTMLInputElement && target.type === "range") ||
    (target instanceof HTMLElement && target.dataset.scrolls !== undefined) ||
    (target instanceof Element && menu.peek() !== null && target.closest("[role=menu]") !== null)
  );
}
