/** What plays and what comes next: the queue, the deck and the activity it makes, in one place. */
import { computed } from "@preact/signals";
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { started } from "../../rules/playing/evening";
import {
  advanced,
  ended,
  type Leaving,
  left,
  newPlay,
  type PlayLog,
  type PlayReport,
  sounded,
} from "../../rules/playing/play_log";
import * as rules from "../../rules/playing/queue";
import { known, remember, resolveTracks } from "../library/known_tracks";
import { notify } from "../notices";
import { fallBack, faultOf, formOf } from "../sounds";
import { record } from "../stream/activity";
import { line } from "../stream/live";
import { slate } from "../stream/slate";
import { nextTrack, prepare } from "./coming";
import * as deck from "./deck";
import { entriesOf, type From } from "./entries";
import { keepQueue, keptQueue } from "./kept_queue";
import { arrange, beginRound, repeating, round, setShuffling, shuffling } from "./modes";
import { offerReplaced, playing, playingTrack, queue, setQueue } from "./queue";
import { setSleep, sleep } from "./sleep";
import { speed } from "./speed";
import { hear, tell } from "./tabs";

const RESTART_AFTER_S = 4;
const FAILURES_IN_A_ROW = 5;

export const duration_s = computed(() => deck.audioDuration_s.value ?? playingTrack.value?.duration_s ?? null);

let log: PlayLog | null = null;
let failures = 0;
/** The sound broke off: going on is no skip. */
let isBroken = false;
let savedAt_ms = 0;

export function openPlayback(home: HTMLElement): void {
  deck.openDeck(home, { onSound: heard, onTime: passed, onEnd: finished, onFailure: failed });
  const kept = keptQueue();
  remember(kept.tracks);
  queue.value = kept.queue;
  log = kept.log;
  const track = playingTrack.peek();
  if (track) deck.load(formOf(track), kept.position_s);
  queue.subscribe(keepNow);
  void resolveTracks(kept.queue.entries.map((entry) => entry.trackId)).catch(() => undefined);
  addEventListener("pagehide", keepNow);
  // One tab plays: the others fall silent.
  hear("plays", deck.pause);
}

/** Go on where another device stopped; the listener presses play. */
export async function takeOver(other: rules.Queue, position_s: number): Promise<void> {
  const before = queue.peek();
  await resolveTracks(other.entries.map((entry) => entry.trackId));
  // Something was chosen here meanwhile: that counts.
  if (deck.isPlaying.peek() || queue.peek() !== before) return;
  log = newPlay(rules.current(other)?.key ?? "");
  queue.value = other;
  const track = playingTrack.peek();
  if (track) deck.load(formOf(track), position_s);
}

/** Play at once; what was queued comes afterwards. */
export function playNow(tracks: readonly Track[], from: From): void {
  remember(tracks);
  changeTo(rules.playNow(queue.peek(), entriesOf(tracks, from), round.peek()));
}

/** Play at once and let these be all that comes, in this order: what is shuffled is asked for by `shuffleInstead`. */
export function playInstead(tracks: readonly Track[], from: From): void {
  setShuffling("off");
  replaceBy(tracks, from, 0);
}

/** Play a list from this row on; shuffled, what stands before it comes as well. */
export function playFrom(tracks: readonly Track[], row: number, from: From): void {
  replaceBy(tracks, from, row);
}

/** Play these by chance: by track, unless albums are wanted whole. */
export function shuffleInstead(tracks: readonly Track[], from: From): void {
  if (shuffling.peek() === "off") setShuffling("tracks");
  replaceBy(tracks, from, null);
}

function replaceBy(tracks: readonly Track[], from: From, first: number | null): void {
  remember(tracks);
  const before = queue.peek();
  const added = arrange(entriesOf(tracks, from), first);
  beginRound(added);
  changeTo(rules.playInstead(before, added));
  offerReplaced(before);
}

export function enqueue(tracks: readonly Track[], from: From, at: "next" | "end" | number): void {
  if (tracks.length === 0) return;
  remember(tracks);
  const added = entriesOf(tracks, from).map((entry) => ({ ...entry, isQueued: true as const }));
  const now = queue.peek();
  const place = at === "next" ? now.index + 1 : at === "end" ? now.entries.length : at;
  const after = rules.insertAt(now, place, added);
  const n = after.entries.length - now.entries.length;
  setQueue(after);
  for (const track of tracks.slice(0, n)) record("queued", { trackId: track.track_id, ...from });
  if (n < tracks.length) notify(say.queue.full(n, tracks.length), "problem");
  else notify(at === "next" ? say.queue.playsNext(n) : say.queue.added(n));
  if (now.index < 0) next();
}

export function toggle(): void {
  if (deck.isPlaying.peek()) deck.pause();
  else if (playingTrack.peek()) void deck.play();
  else next();
}

export function next(): void {
  leave(isBroken ? "left" : "skipped");
  goOn();
}

/** What plays was turned away: that is said already, so it is no skip. */
export function leaveRefused(): void {
  leave("left");
  goOn();
}

export function previous(): void {
  const back = rules.step(queue.peek(), -1);
  if (deck.exactPosition_s() > RESTART_AFTER_S || !back) deck.seek(0);
  else changeTo(back);
}

export const jumpTo = (key: string): void => changeTo(rules.goTo(queue.peek(), key));
export function seekBy(by_s: number): void {
  const end = duration_s.peek() ?? Number.POSITIVE_INFINITY;
  deck.seek(Math.min(Math.max(0, deck.position_s.peek() + by_s), Math.max(0, end - 0.5)));
}

function changeTo(to: rules.Queue): void {
  if (rules.current(to) === playing.peek()) return;
  leave("left");
  start(to);
}

/** Say that the playing track was left before its end, once. */
function leave(how: Leaving): void {
  if (log) report(left(log, how));
  log = null;
}

function goOn(): void {
  const to = ahead();
  if (to) start(to);
  else stopAtEnd();
}

/** Where the music goes on: the queue, the queue again, or the picks. */
function ahead(): rules.Queue | undefined {
  const onward = rules.step(queue.peek(), 1, round.peek());
  if (onward) return onward;
  if (repeating.peek() === "all") return rules.startOver(queue.peek(), round.peek());
  const pick = nextTrack.peek();
  const from = { source: "slate", slateId: slate.peek()?.slate_id };
  return pick ? rules.playNow(queue.peek(), entriesOf([pick], from)) : undefined;
}

function stopAtEnd(): void {
  deck.pause();
  deck.seek(0);
  if (playing.peek()) log = newPlay(playing.peek()?.key ?? "");
}

/** The next track is put on and waits for the listener. */
function standBy(): void {
  const to = ahead();
  const track = to && known.peek().get(rules.current(to)?.trackId ?? "");
  if (!to || !track) {
    stopAtEnd();
    return;
  }
  log = newPlay(rules.current(to)?.key ?? "");
  deck.load(formOf(track));
  deck.pause();
  setQueue(started(to, Date.now()));
}

function start(to: rules.Queue): void {
  const entry = rules.current(to);
  if (!entry) return;
  const track = known.peek().get(entry.trackId);
  log = newPlay(entry.key);
  isBroken = false;
  // The sound first: everything on the page that follows the queue is drawn while it is fetched.
  if (track && track.playable !== "no") {
    deck.load(formOf(track));
    void deck.play();
  }
  setQueue(started(to, Date.now()));
  if (!track) skipBroken(say.player.unknownTrack);
  else if (track.playable === "no") skipBroken(say.player.cannotPlay(track.title));
}

function heard(): void {
  failures = 0;
  isBroken = false;
  tell({ kind: "plays" });
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
  if (Date.now() - savedAt_ms > 2_000) keepNow();
  const ahead = nextTrack.peek();
  const length = duration_s.peek();
  if (!ahead || length === null) return;
  const rest = (length - position) / speed.peek();
  // Late enough that a changing slate does not load sounds in vain, early enough for a slow disk.
  if (rest < 25) prepare(ahead);
}

function finished(): void {
  if (log) report(ended(log));
  log = null;
  if (sleep.peek()?.kind === "track") {
    setSleep(null);
    standBy();
  } else if (repeating.peek() === "one") start(queue.peek());
  else goOn();
}

/** Without the server every next track would fail too: wait. Else it is the file's form: take another, or go on. */
function failed(code: number): void {
  const track = playingTrack.peek();
  if (!track) return;
  if (line.peek() === "offline" || code === MediaError.MEDIA_ERR_NETWORK) breakOff(say.player.lostSound(track.title));
  else if (fallBack(track)) {
    deck.load(formOf(track), deck.position_s.peek());
    void deck.play();
  } else void explain(track);
}

async function explain(track: Track): Promise<void> {
  const entry = playing.peek();
  const { words, mayPass } = await faultOf(track);
  if (playing.peek() !== entry) return;
  if (mayPass) breakOff(words);
  else skipBroken(words);
}

function breakOff(words: string): void {
  isBroken = true;
  deck.pause();
  notify(words, "problem");
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

function keepNow(): void {
  savedAt_ms = Date.now();
  keepQueue(log);
}
