/** How fast is played, kept for what is spoken and for music apart. */
import { computed, effect, signal } from "@preact/signals";
import { listeningSays } from "../../messages/listening";
import { checkedSpeeds, PLAIN_SPEEDS, type Speeds, sortOf, stepped } from "../../rules/playing/speeds";
import { notify } from "../notices";
import { save, saved } from "../saved";
import * as deck from "./deck";
import { playingTrack } from "./queue";

const speeds = signal<Speeds>(checkedSpeeds(saved("speeds", PLAIN_SPEEDS)));

export const sort = computed(() => sortOf(playingTrack.value?.genres ?? []));
export const speed = computed(() => speeds.value[sort.value]);

export function openSpeed(): void {
  effect(() => deck.setSpeed(speed.value));
}

export function setSpeed(to: number): void {
  speeds.value = { ...speeds.peek(), [sort.peek()]: to };
  save("speeds", speeds.peek());
}

export function changeSpeed(by: 1 | -1): void {
  setSpeed(stepped(speed.peek(), by));
  notify(listeningSays.speedNow(speed.peek()));
}
