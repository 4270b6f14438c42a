/** Short words at the edge of the page about what just happened, some with a way back. */
import { signal } from "@preact/signals";

export type Mood = "plain" | "problem";
export interface Notice {
  readonly id: number;
  readonly words: string;
  readonly mood: Mood;
  readonly undo?: () => void;
}

const SHOWN_MS = 4_000;
/** How long something can be taken back where it happened. */
export const UNDO_MS = 10_000;
/** What was held stays at least so long when it is let go. */
const AFTER_HOLD_MS = 1_500;

interface Clock {
  /** What is left at `since_ms`. */
  readonly left_ms: number;
  readonly since_ms: number;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

const clocks = new Map<number, Clock>();
let count = 0;
let isHeld = false;

export const notices = signal<readonly Notice[]>([]);

export function notify(words: string, mood: Mood = "plain"): void {
  show({ words, mood }, mood === "problem" ? SHOWN_MS * 2 : SHOWN_MS);
}

export function notifyUndoable(words: string, undo: () => void): void {
  show({ words, mood: "plain", undo }, UNDO_MS);
}

export function forget(id: number): void {
  clearTimeout(clocks.get(id)?.timer);
  clocks.delete(id);
  notices.value = notices.peek().filter((notice) => notice.id !== id);
  // A pointer that leaves with what it stood on says nothing.
  if (notices.peek().length === 0) isHeld = false;
}

/** Take back what the notice is about. */
export function takeBack(notice: Notice): void {
  forget(notice.id);
  // The button is gone, and with it the word that the focus left it.
  letGo();
  notice.undo?.();
}

/** Take back the last act that can be; false where there is none. */
export function takeBackLast(): boolean {
  const last = notices.peek().findLast((notice) => notice.undo);
  if (last) takeBack(last);
  return last !== undefined;
}

/** Somebody reads or reaches for them: they stay until they are let go. */
export function hold(): void {
  if (isHeld) return;
  isHeld = true;
  for (const [id, { left_ms, since_ms, timer }] of clocks) {
    clearTimeout(timer);
    const now_ms = Date.now();
    clocks.set(id, { left_ms: left_ms - (now_ms - since_ms), since_ms: now_ms, timer: undefined });
  }
}

export function letGo(): void {
  if (!isHeld) return;
  isHeld = false;
  for (const [id, { left_ms }] of clocks) start(id, Math.max(AFTER_HOLD_MS, left_ms));
}

function show(notice: Omit<Notice, "id">, for_ms: number): void {
  count += 1;
  const id = count;
  const others = notices.peek().filter((each) => each.words !== notice.words);
  for (const gone of notices.peek()) if (!others.slice(-2).includes(gone)) forget(gone.id);
  notices.value = [...others.slice(-2), { ...notice, id }];
  if (isHeld) clocks.set(id, { left_ms: for_ms, since_ms: Date.now(), timer: undefined });
  else start(id, for_ms);
}

function start(id: number, for_ms: number): void {
  clocks.set(id, { left_ms: for_ms, since_ms: Date.now(), timer: setTimeout(forget, for_ms, id) });
}
