/** The sleep timer, kept over a reload. */
import { effect, signal } from "@preact/signals";
import { listeningSays } from "../../messages/listening";
import { isOver, minutesLeft, type Sleep } from "../../rules/playing/sleeping";
import { notify } from "../notices";
import { save, saved } from "../saved";
import { pause } from "./deck";

const LOOK_MS = 1_000;

export const sleep = signal<Sleep | null>(saved<Sleep | null>("sleep", null));
/** Null where no moment is set. */
export const sleepsIn_min = signal<number | null>(null);

export function setSleep(to: Sleep | null): void {
  sleep.value = to;
  save("sleep", to);
}

export function toggleStopAfterTrack(): void {
  const isSet = sleep.peek()?.kind === "track";
  setSleep(isSet ? null : { kind: "track" });
  notify(isSet ? listeningSays.stopsNot : listeningSays.stopsAfter);
}

/** A moment that went by while the page was closed stops nothing. */
export function openSleep(): void {
  if (isOver(sleep.peek(), Date.now())) setSleep(null);
  effect(() => {
    look();
    if (sleep.value?.kind !== "moment") return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  });
}

function look(): void {
  const now_ms = Date.now();
  if (isOver(sleep.peek(), now_ms)) {
    setSleep(null);
    pause();
    notify(listeningSays.slept);
  }
  sleepsIn_min.value = minutesLeft(sleep.peek(), now_ms);
}
