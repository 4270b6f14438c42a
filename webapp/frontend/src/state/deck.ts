/** Two audio elements: one plays, the other has the next track ready. Nothing else touches audio. */
import { signal } from "@preact/signals";

export type Span = readonly [from: number, to: number];

export interface DeckEvents {
  readonly onSound: () => void;
  readonly onTime: (position_s: number) => void;
  readonly onEnd: () => void;
  readonly onFailure: (code: number) => void;
}

export const isPlaying = signal(false);
export const isWaiting = signal(false);
export const position_s = signal(0);
export const audioDuration_s = signal<number | null>(null);
export const buffered = signal<readonly Span[]>([]);

let [active, idle] = [makeElement(), makeElement()];
let events: DeckEvents | undefined;

function makeElement(): HTMLAudioElement {
  const element = document.createElement("audio");
  element.preload = "auto";
  element.addEventListener("playing", () => ifActive(element, sounding));
  element.addEventListener("play", () => ifActive(element, () => setPlaying(true)));
  element.addEventListener("pause", () => ifActive(element, () => setPlaying(false)));
  element.addEventListener("waiting", () => ifActive(element, () => setWaiting(true)));
  element.addEventListener("timeupdate", () => ifActive(element, tell));
  element.addEventListener("seeked", () => ifActive(element, tell));
  element.addEventListener("progress", () => ifActive(element, readBuffered));
  element.addEventListener("durationchange", () => ifActive(element, readDuration));
  element.addEventListener("ended", () => ifActive(element, () => events?.onEnd()));
  element.addEventListener("error", () => ifActive(element, () => events?.onFailure(element.error?.code ?? 0)));
  return element;
}

/** Put the elements on the page (hidden) and say who listens to them. */
export function openDeck(home: HTMLElement, listener: DeckEvents): void {
  events = listener;
  home.append(active, idle);
  active.dataset.deck = "active";
}

/** Make `url` the active sound; a preloaded one starts at once. */
export function load(url: string, from_s = 0): void {
  if (active.getAttribute("src") !== url) {
    if (idle.getAttribute("src") === url) [active, idle] = [idle, active];
    else active.src = url;
    stop(idle);
    active.dataset.deck = "active";
    idle.dataset.deck = "idle";
    active.volume = idle.volume;
    active.muted = idle.muted;
  }
  active.currentTime = from_s;
  position_s.value = from_s;
  readBuffered();
  readDuration();
}

export function preload(url: string): void {
  if (idle.getAttribute("src") !== url) idle.src = url;
}

export async function play(): Promise<void> {
  setPlaying(true);
  if (active.error) reload();
  try {
    await active.play();
  } catch (error) {
    // AbortError: another track was chosen meanwhile. Failures of the sound itself come as `error` events.
    if (error instanceof DOMException && error.name === "NotAllowedError") setPlaying(false);
  }
}

/** After a failure the element needs its sound anew. */
function reload(): void {
  const from_s = position_s.peek();
  active.load();
  active.currentTime = from_s;
}

export function pause(): void {
  active.pause();
  setPlaying(false);
}

export function unload(): void {
  stop(active);
  setPlaying(false);
  position_s.value = 0;
}

export function seek(to_s: number): void {
  active.currentTime = Math.max(0, to_s);
  position_s.value = Math.max(0, to_s);
}

/** The position now; the signal is told only a few times a second. */
export const exactPosition_s = (): number => active.currentTime;

export function setVolume(volume: number, isMuted: boolean): void {
  for (const element of [active, idle]) {
    element.volume = volume;
    element.muted = isMuted;
  }
}

function stop(element: HTMLAudioElement): void {
  element.pause();
  element.removeAttribute("src");
  element.load();
}

function ifActive(element: HTMLAudioElement, then: () => void): void {
  if (element === active) then();
}

function sounding(): void {
  setWaiting(false);
  setPlaying(true);
  events?.onSound();
}

function setPlaying(isNow: boolean): void {
  isPlaying.value = isNow;
  if (!isNow) setWaiting(false);
}

function setWaiting(isNow: boolean): void {
  isWaiting.value = isNow;
}

function tell(): void {
  position_s.value = active.currentTime;
  readBuffered();
  if (!active.seeking) events?.onTime(active.currentTime);
}

function readDuration(): void {
  audioDuration_s.value = Number.isFinite(active.duration) ? active.duration : null;
}

function readBuffered(): void {
  const { buffered: ranges } = active;
  buffered.value = Array.from({ length: ranges.length }, (_, at) => [ranges.start(at), ranges.end(at)] as const);
}
