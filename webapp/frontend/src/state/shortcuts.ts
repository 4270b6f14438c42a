/** The keyboard, wherever the focus is, except in fields and where a list wants the key itself. */

import { closePanels, isHelpOpen, isQueueOpen, menu } from "./panels";
import { toSearch } from "./paths";
import { next, playingTrack, previous, seekBy, toggle } from "./playback";
import { go, place } from "./router";
import { toggleDislike, toggleLike } from "./taste";
import { changeVolume, isMuted } from "./volume";

const SEEK_S = 5;

export function openShortcuts(): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && event.key !== "Escape") return;
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
  d: () => withPlaying(toggleDislike),
  m: () => {
    isMuted.value = !isMuted.peek();
  },
  q: () => {
    isQueueOpen.value = !isQueueOpen.peek();
  },
  "?": () => {
    isHelpOpen.value = true;
  },
  Escape: closePanels,
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

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

/** Space presses buttons and opens links' menus; there it keeps its meaning. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, summary, select, [role=menuitem], dialog") !== null;
}

/** Sliders, open menus, and parts of the page that scroll by themselves. */
function wantsArrows(target: EventTarget | null): boolean {
  return (
    (target instanceof HTMLInputElement && target.type === "range") ||
    (target instanceof HTMLElement && target.dataset.scrolls !== undefined) ||
    (target instanceof Element && menu.peek() !== null && target.closest("[role=menu]") !== null)
  );
}
