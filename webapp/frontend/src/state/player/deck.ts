/** Two audio elements: one plays, the other has the next track ready. Nothing else says what they play. */
import { signal } from "@preact/signals";
import { addressOf, type Sound } from "../../rules/sounds";

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
let sound: Sound = { url: "", isStream: false };
/** Where in the track the element's time begins: a stream is asked for from a position. */
let begin_s = 0;

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

/** Both elements, for what leads their sound elsewhere. */
export const soundElements = (): readonly HTMLAudioElement[] => [active, idle];

/** Make this the active sound; a preloaded one starts at once. */
export function load(wanted: Sound, from_s = 0): void {
  const url = addressOf(wanted, from_s);
  sound = wanted;
  begin_s = wanted.isStream ? from_s : 0;
  if (active.getAttribute("src") !== url) {
    if (idle.getAttribute("src") === url) [active, idle] = [idle, active];
    else active.src = url;
    stop(idle);
    active.dataset.deck = "active";
    idle.dataset.deck = "idle";
    active.volume = idle.volume;
    active.muted = idle.muted;
  }
  // Also to where it is a sound is sought for anew, which takes as long as it took to make it ready.
  if (active.currentTime !== from_s - begin_s) active.currentTime = from_s - begin_s;
  position_s.value = from_s;
  readBuffered();
  readDuration();
}

export function preload({ url }: Sound): void {
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
  active.removeAttribute("src");
  load(sound, from_s);
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
  const target_s = Math.max(0, to_s);
  if (sound.isStream && !isBuffered(target_s)) {
    const wasPlaying = isPlaying.peek();
    load(sound, target_s);
    if (wasPlaying) void play();
    return;
  }
  active.currentTime = target_s - begin_s;
  position_s.value = target_s;
}

const isBuffered = (at_s: number): boolean => buffered.peek().some(([from, to]) => from <= at_s && at_s <= to);

/** The position now; the signal is told only a few times a second. */
export const exactPosition_s = (): number => begin_s + active.currentTime;

export function setVolume(volume: number, isMuted: boolean): void {
  for (const element of [active, idle]) {
    element.volume = volume;
    element.muted = isMuted;
  }
}

/** How fast the sound runs; the pitch stays. A new sound begins at the default. */
export function setSpeed(speed: number): void {
  for (const element of [active, idle]) {
    element.preservesPitch = true;
    element.defaultPlaybackRate = speed;
    element.playbackRate = speed;
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
  position_s.value = exactPosition_s();
  readBuffered();
  if (!active.seeking) events?.onTime(exactPosition_s());
}

function readDuration(): void {
  // A stream's length grows while it comes: the catalogue knows better.
  audioDuration_s.value = Number.isFinite(active.duration) && !sound.isStream ? active.duration : null;
}

function readBuffered(): void {
  const { buffered: ranges } = active;
  buffered.value = Array.from(
    { length: ranges.length },
    (_, at) => [begin_s + ranges.start(at), begin_s + ranges.end(at)] as const,
  );
}
