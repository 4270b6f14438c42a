/** Who takes files that are dropped on the page; without a taker they are listened to. */
import { signal } from "@preact/signals";

export interface DropTaker {
  /** What a drop does, in words. */
  readonly words: string;
  readonly take: (files: readonly File[]) => void;
}

export const dropTaker = signal<DropTaker | null>(null);
