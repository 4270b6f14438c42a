/** What plays and what comes next: the queue, the deck and the activity it makes, in one place. */
import { computed, signal } from "@preact/signals";
import type { Track } from "../api/records";
import { say } from "../messages";
import { advanced, ended, left, newPlay, type PlayLog, type PlayReport, sounded } from "../rules/play_log";
import * as rules from "../rules/queue";
import { nextPick } from "../rules/slates";
import { record } from "./activity";
import * as deck from "./deck";
import { entriesOf, type From, soundOf } from "./entries";
import { known, remember, resolveTracks } from "./known_tracks";
import { line } from "./live";
import { notify } from "./notices";
import { save, saved } from "./saved";
import { slate } from "./slate";
import { disliked } from "./taste";

interface Kept {
  readonly queue: rules.Queue;
  readonly tracks: readonly Track[];
  readonly position_s: number;
  readonly log: PlayLog | null;
}

const NEVER: Kept = { queue: rules.EMPTY_QUEUE, tracks: [], position_s: 0, log: null };
const RESTART_AFTER_S = 4;
const FAILURES_IN_A_ROW = 5;

export const queue = signal<rules.Queue>(rules.EMPTY_QUEUE);
export const playing = computed(() => rules.current(queue.value));
export const playingTrack = computed<Track | null>(() => known.value.get(playing.value?.trackId ?? "") ?? null);
export const upcoming = computed(() => rules.upcoming(queue.value));
export const duration_s = computed(() => deck.audioDuration_s.value ?? playingTrack.value?.duration_s ?? null);
export const goesOnFromSlate = signal(saved("autoplay", true));

let log: PlayLog | null = null;
let failures = 0;
let savedAt_ms = 0;

export function openPlayback(home: HTMLElement): void {
  deck.openDeck(home, { onSound: heard, onTime: passed, onEnd: finished, onFailure: failed });
  const kept = saved<Kept>("queue", NEVER);
  remember(kept.tracks);
  queue.value = kept.queue;
  log = kept.log;
  const track = playingTrack.peek();
  if (track) deck.load(soundOf(track), kept.position_s);
  void resolveTracks(kept.queue.entries.map((entry) => entry.trackId)).catch(() => undefined);
  addEventListener("pagehide", () => keepQueue());
}

/** The listener is about to press play on this track: fetch its beginning meanwhile. */
export function warmUp(track: Track): void {
  const isThere = track.track_id === playingTrack.peek()?.track_id;
  if (track.playable === "direct" && !isThere) deck.preload(soundOf(track));
}

/** Play at once; what was queued comes afterwards. */
export function playNow(tracks: readonly Track[], from: From): void {
  remember(tracks);
  changeTo(rules.playNow(queue.peek(), entriesOf(tracks, from)));
}

/** Play at once and let these be all that comes (an album, from one of its tracks on). */
export function playInstead(tracks: readonly Track[], from: From): void {
  remember(tracks);
  changeTo(rules.playInstead(queue.peek(), entriesOf(tracks, from)));
}

export function enqueue(tracks: readonly Track[], from: From, at: "next" | "end" | number): void {
  if (tracks.length === 0) return;
  remember(tracks);
  const added = entriesOf(tracks, from);
  const now = queue.peek();
  const place = at === "next" ? now.index + 1 : at === "end" ? now.entries.length : at;
  setQueue(rules.insertAt(now, place, added));
  for (const track of tracks) record("queued", { trackId: track.track_id, ...from });
  notify(at === "next" ? say.queue.playsNext(tracks.length) : say.queue.added(tracks.length));
  if (now.index < 0) next();
}

export function toggle(): void {
  if (deck.isPlaying.peek()) deck.pause();
  else if (playingTrack.peek()) void deck.play();
  else next();
}

export function next(): void {
  leave();
  goOn();
}

export function previous(): void {
  const back = rules.step(queue.peek(), -1);
  if (deck.exactPosition_s() > RESTART_AFTER_S || !back) deck.seek(0);
  else changeTo(back);
}

export const jumpTo = (key: string): void => changeTo(rules.goTo(queue.peek(), key));
export const removeEntry = (key: string): void => setQueue(rules.remove(queue.peek(), key));
export const moveEntry = (key: string, to: number): void => setQueue(rules.move(queue.peek(), key, to));
export const clearQueue = (): void => setQueue(rules.clearUpcoming(queue.peek()));

export function seekBy(by_s: number): void {
  const end = duration_s.peek() ?? Number.POSITIVE_INFINITY;
  deck.seek(Math.min(Math.max(0, deck.position_s.peek() + by_s), Math.max(0, end - 0.5)));
}

function changeTo(to: rules.Queue): void {
  if (rules.current(to) === playing.peek()) return;
  leave();
  start(to);
}

/** Say that the playing track was left before its end, once. */
function leave(): void {
  if (log) report(left(log));
  log = null;
}

function goOn(): void {
  const ahead = rules.step(queue.peek(), 1);
  if (ahead) {
    start(ahead);
    return;
  }
  const pick = goesOnFromSlate.peek() ? pickToPlay() : null;
  if (!pick) {
    stopAtEnd();
    return;
  }
  const from = { source: "slate", slateId: slate.peek()?.slate_id };
  start(rules.playNow(queue.peek(), entriesOf([pick], from)));
}

function pickToPlay(): Track | null {
  const recent = new Set(
    queue
      .peek()
      .entries.slice(-20)
      .map((entry) => entry.trackId),
  );
  const pick = nextPick(slate.peek(), disliked.peek(), recent);
  return (pick && known.peek().get(pick.track_id)) ?? null;
}

/** What would come next, for the preloading deck and for the eye. */
export const nextTrack = computed<Track | null>(() => {
  const entry = upcoming.value[0];
  if (entry) return known.value.get(entry.trackId) ?? null;
  if (!goesOnFromSlate.value) return null;
  const recent = new Set(queue.value.entries.slice(-20).map((each) => each.trackId));
  const pick = nextPick(slate.value, disliked.value, recent);
  return (pick && known.value.get(pick.track_id)) ?? null;
});

function stopAtEnd(): void {
  deck.pause();
  deck.seek(0);
  if (playing.peek()) log = newPlay(playing.peek()?.key ?? "");
}

function start(to: rules.Queue): void {
  const entry = rules.current(to);
  if (!entry) return;
  const track = known.peek().get(entry.trackId);
  log = newPlay(entry.key);
  // The sound first: everything on the page that follows the queue is drawn while it is fetched.
  if (track && track.playable !== "no") {
    deck.load(soundOf(track));
    void deck.play();
  }
  setQueue(to);
  if (!track) skipBroken(say.player.unknownTrack);
  else if (track.playable === "no") skipBroken(say.player.cannotPlay(track.title));
}

function heard(): void {
  failures = 0;
  if (!log) return;
  const [now, reports] = sounded(log);
  log = now;
  report(reports);
}

function passed(position: number): void {
  if (!log) return;
  const [now, reports] = advanced(log, position);
  log = now;
  report(reports);
  if (Date.now() - savedAt_ms > 2_000) keepQueue();
  const ahead = nextTrack.peek();
  const rest = (duration_s.peek() ?? 0) - position;
  // Late enough that a changing slate does not load sounds in vain, early enough for a slow disk.
  if (ahead && ahead.playable === "direct" && rest < 25) deck.preload(soundOf(ahead));
}

function finished(): void {
  if (log) report(ended(log));
  log = null;
  goOn();
}

/** Without the server every next track would fail too: wait. Else the fault is the file's: go on. */
function failed(code: number): void {
  const track = playingTrack.peek();
  const title = track?.title ?? "";
  if (line.peek() === "offline" || code === MediaError.MEDIA_ERR_NETWORK) {
    deck.pause();
    notify(say.player.lostSound(title), "problem");
  } else skipBroken(track?.playable === "transcode" ? say.player.cannotPlay(title) : say.player.soundFailed(title));
}

/** Say what is wrong with the sound and go on; after several in a row, stop. */
function skipBroken(words: string): void {
  notify(words, "problem");
  log = null;
  failures += 1;
  if (failures < FAILURES_IN_A_ROW) setTimeout(goOn, 600);
  else {
    failures = 0;
    deck.unload();
  }
}

function report(reports: readonly PlayReport[]): void {
  const entry = playing.peek();
  if (!entry) return;
  for (const kind of reports) {
    record(kind, {
      trackId: entry.trackId,
      position_s: kind === "finished" ? (duration_s.peek() ?? deck.exactPosition_s()) : deck.exactPosition_s(),
      duration_s: duration_s.peek(),
      source: entry.source,
      slateId: entry.slateId,
    });
  }
}

function setQueue(to: rules.Queue): void {
  if (to === queue.peek()) return;
  queue.value = to;
  keepQueue();
}

function keepQueue(): void {
  savedAt_ms = Date.now();
  const tracks = queue.peek().entries.flatMap((entry) => known.peek().get(entry.trackId) ?? []);
  save("queue", { queue: queue.peek(), tracks, position_s: deck.exactPosition_s(), log } satisfies Kept);
}
