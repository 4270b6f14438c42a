/** Cards that are chosen together. They are links, so choosing begins in their menu; from then on a press chooses. */
import { computed, signal } from "@preact/signals";
import { menuSays } from "../../messages/menus";
import type { Collection } from "./collections";

const chosen = signal<ReadonlyMap<string, Collection>>(new Map());
/** Where a range begins. */
let anchor = "";

export const keyOf = ({ kind, id }: Collection): string => `${kind}:${id}`;
export const isChoosing = computed(() => chosen.value.size > 0);
export const isChosen = (of: Collection): boolean => chosen.value.has(keyOf(of));

/** All that are chosen as one thing to play, queue or drag; null where none is. */
export const allChosen = computed<Collection | null>(() => {
  const items = [...chosen.value.values()];
  return items.length > 0 ? { kind: "several", id: "", name: menuSays.chosen(items.length), items } : null;
});

/** The card, or all that are chosen where it is one of several. */
export const withChosen = (of: Collection): Collection =>
  isChosen(of) && chosen.peek().size > 1 ? (allChosen.peek() ?? of) : of;

export function toggleChosen(of: Collection): void {
  const next = new Map(chosen.peek());
  if (!next.delete(keyOf(of))) next.set(keyOf(of), of);
  anchor = keyOf(of);
  chosen.value = next;
}

/** Choose all from the last one on, in the order of the page; this one alone where that one is not there. */
export function chooseUpTo(of: Collection, shown: readonly Collection[]): void {
  const keys = shown.map(keyOf);
  const [a, b] = [keys.indexOf(anchor), keys.indexOf(keyOf(of))];
  const range = a < 0 || b < 0 ? [of] : shown.slice(Math.min(a, b), Math.max(a, b) + 1);
  chosen.value = new Map([...chosen.peek(), ...range.map((each) => [keyOf(each), each] as const)]);
}

export function chooseNone(): void {
  chosen.value = new Map();
}
