/** Short words at the edge of the page about what just happened. */
import { signal } from "@preact/signals";

export type Mood = "plain" | "problem";
export interface Notice {
  readonly id: number;
  readonly words: string;
  readonly mood: Mood;
}

const SHOWN_MS = 4_000;
let count = 0;

export const notices = signal<readonly Notice[]>([]);

export function notify(words: string, mood: Mood = "plain"): void {
  count += 1;
  const id = count;
  const others = notices.peek().filter((notice) => notice.words !== words);
  notices.value = [...others.slice(-2), { id, words, mood }];
  setTimeout(() => forget(id), mood === "problem" ? SHOWN_MS * 2 : SHOWN_MS);
}

export function forget(id: number): void {
  notices.value = notices.peek().filter((notice) => notice.id !== id);
}
