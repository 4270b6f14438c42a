/** What lies over the page at the moment. */
import { signal } from "@preact/signals";
import type { Track } from "../api/records";
import type { IconName } from "../components/icon";

export const isQueueOpen = signal(false);
export const isSlateOpen = signal(false);
export const isHelpOpen = signal(false);
export const isNowOpen = signal(false);

export interface Menu {
  readonly tracks: readonly Track[];
  readonly source: string;
  readonly x: number;
  readonly y: number;
  /** Gets the focus back when the menu closes. */
  readonly opener: HTMLElement | null;
  /** Takes the place of "not this" where refusing can be meant in more ways (a pick). */
  readonly extra?: readonly (readonly [icon: IconName, words: string, act: () => void])[];
}

export const menu = signal<Menu | null>(null);

export function closePanels(): void {
  isQueueOpen.value = false;
  isSlateOpen.value = false;
  isNowOpen.value = false;
}
