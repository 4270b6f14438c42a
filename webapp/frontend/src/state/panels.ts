/** What lies over the page at the moment. */
import { signal } from "@preact/signals";
import type { Track } from "../api/records";
import type { InCommonAnswer } from "../api/schema";
import type { IconName } from "../components/icon";
import type { Collection } from "./library/collections";

/** The parts of the panel beside the page; the picks are one of them where they have no column of their own. */
export const PANEL_PARTS = ["queue", "picks"] as const;
export type PanelPart = (typeof PANEL_PARTS)[number];

export const panel = signal<PanelPart | null>(null);
export const isHelpOpen = signal(false);
export const isNowOpen = signal(false);

export type MenuEntry = readonly [icon: IconName, words: string, act: () => void];

export interface Menu {
  /** Instead of tracks: what holds them. */
  readonly collection?: Collection;
  readonly tracks: readonly Track[];
  /** What the menu is of, where that is neither. */
  readonly label?: string;
  readonly source: string;
  readonly x: number;
  readonly y: number;
  /** Gets the focus back when the menu closes. */
  readonly opener: HTMLElement | null;
  /** Takes the place of "not this" where refusing can be meant in more ways (a pick). */
  readonly extra?: readonly MenuEntry[];
  /** What can be done with the rows of a list, whatever is in them. */
  readonly rows?: readonly MenuEntry[];
}

interface Picking {
  readonly tracks: readonly Track[];
  /** Chosen already, by a drop. */
  readonly into?: { readonly playlist_id: string; readonly name: string };
}

/** Tracks for which a playlist is being chosen. */
export const picker = signal<Picking | null>(null);

/** What some tracks share, on the way to the editor of a smart playlist. */
export const sharedTraits = signal<InCommonAnswer | null>(null);

/** Tracks whose details are being corrected. */
export const editing = signal<readonly Track[] | null>(null);

export const menu = signal<Menu | null>(null);

export function togglePanel(part: PanelPart): void {
  panel.value = panel.peek() === part ? null : part;
}

const wide = matchMedia("(min-width: 1100px)");
/** There is room for the picks beside the page. */
export const isWide = signal(wide.matches);
wide.addEventListener("change", () => {
  isWide.value = wide.matches;
  if (wide.matches && panel.peek() === "picks") panel.value = null;
});

export function closePanels(): void {
  panel.value = null;
  isNowOpen.value = false;
}
