/** Where this listener steers the picks: shown at once, sent when the hand rests, and followed from other devices. */
import { signal } from "@preact/signals";
import type { Slate, Steering } from "../../api/records";
import { isSameSteering, type SteeringChange, steeringOnItsWay, withPart } from "../../rules/steering";
import { mayKeep } from "../me";
import { save, saved } from "../saved";
import { record } from "./activity";

interface Kept {
  readonly steering: Steering;
  readonly change: SteeringChange | null;
}

/** Arrow keys and digits come one after the other; one event for all of them. */
const REST_MS = 300;

const kept = saved<Kept>("steering", { steering: {}, change: null });
let change = kept.change;
let told: Steering = {};
let isUnderway = change !== null;
let resting: ReturnType<typeof setTimeout> | undefined;

export const steering = signal<Steering>(kept.steering);

/** Show a part while the hand is still on it. */
export function showSteering(part: Steering): void {
  change = { steering: withPart(steering.peek(), part), at_ms: Date.now() };
  put(change.steering);
}

/** Steer by a part from now on; null gives it back to how the server is set. */
export function steer(part: Steering): void {
  if (!mayKeep()) {
    change = null;
    put(told);
    return;
  }
  showSteering(part);
  clearTimeout(resting);
  resting = setTimeout(send, REST_MS);
}

/** What the newest slate was made by, unless this browser's own change is still on its way. */
export function takeSteering(slate: Slate): void {
  told = slate.steering ?? {};
  change = steeringOnItsWay(change, told, Date.now());
  isUnderway &&= change !== null;
  put(change?.steering ?? told);
}

function send(): void {
  const now = steering.peek();
  // Back where it was before the hand took it; what is underway would still arrive.
  if (!isUnderway && isSameSteering(now, told)) {
    change = null;
    return;
  }
  isUnderway = true;
  record("steered", { steering: now });
}

function put(next: Steering): void {
  steering.value = next;
  save("steering", { steering: next, change } satisfies Kept);
}
