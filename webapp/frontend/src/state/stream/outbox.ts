/**
 * Activity waits in IndexedDB until the server acknowledged it: nothing is lost, the order stays. What happens now is
 * sent while it is still being stored, so that the answer need not wait for the disk.
 */
import { signal } from "@preact/signals";
import { createStore, delMany, entries, set, type UseStore } from "idb-keyval";
import type { ActivityEvent, Receipt } from "../../api/records";

/** The server takes at most this many events a message. */
export const AT_ONCE = 100;
/** And no message of more than 64 kB. */
const AT_ONCE_CHARACTERS = 56_000;

export type Send = (events: readonly ActivityEvent[]) => Promise<Receipt>;

export const waiting = signal(0);

let store: UseStore | undefined;
const storage = (): UseStore => {
  store ??= createStore("segue", "outbox");
  return store;
};

/** Events of this tab that were not acknowledged yet, oldest first. */
const fresh = new Map<string, ActivityEvent>();
/** Which of them are in the store: one that is no longer there was sent by another tab. */
const stored = new Set<string>();
let storing: Promise<unknown> = Promise.resolve();
/** The store may hold more than `fresh`: of an earlier page, or of a tab that is gone. */
let isBehind = true;

export async function keep(event: ActivityEvent): Promise<void> {
  fresh.set(event.event_id, event);
  waiting.value += 1;
  const putting = set(event.event_id, event, storage()).then(() => stored.add(event.event_id));
  storing = Promise.allSettled([storing, putting]);
  await putting;
}

/** Before anything else is sent, look for what was left in the store. */
export function lookForOlder(): void {
  isBehind = true;
}

/** Event ids are UUIDv7, so the keys of the store are in the order in which things happened. */
export async function waitingEvents(): Promise<readonly ActivityEvent[]> {
  const all = await entries<string, ActivityEvent>(storage());
  waiting.value = all.length;
  return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}

let isSending = false;
let sending: Promise<boolean> = Promise.resolve(true);
let erasing: Promise<unknown> = Promise.resolve();

/** Send everything that waits; returns false when the server did not answer. */
export function drain(send: Send): Promise<boolean> {
  if (isSending) return sending;
  isSending = true;
  sending = sendAll(send);
  return sending;
}

/** What happens now needs no look at the store, unless another tab is just sending what is in it. */
async function sendAll(send: Send): Promise<boolean> {
  const isDone = isBehind ? null : await besideOthers(() => sendBatches(send, false));
  if (isDone !== null) return isDone;
  lookForOlder();
  return (await alone(() => sendBatches(send, true))) ?? false;
}

/** Returns null when the store has to be looked at, which needs this tab to be alone. */
async function sendBatches(send: Send, isAlone: boolean): Promise<boolean | null> {
  for (;;) {
    if (isBehind && !isAlone) return null;
    const batch = firstThatFit(isBehind ? await unsent() : [...fresh.values()]);
    if (batch.length === 0) {
      isSending = false;
      await erasing;
      return true;
    }
    const answer = await send(batch).catch(() => null);
    const settled = answer ? settledIds(batch, answer) : [];
    if (settled.length === 0) {
      lookForOlder();
      isSending = false;
      return false;
    }
    forget(settled);
    if (isBehind) await erasing;
  }
}

/** As many as go into one message, at least one. */
export function firstThatFit(events: readonly ActivityEvent[]): readonly ActivityEvent[] {
  const some = events.slice(0, AT_ONCE);
  let rest = AT_ONCE_CHARACTERS;
  const tooMany = some.findIndex((event, at) => {
    rest -= JSON.stringify(event).length;
    return rest < 0 && at > 0;
  });
  return tooMany < 0 ? some : some.slice(0, tooMany);
}

async function unsent(): Promise<readonly ActivityEvent[]> {
  await storing;
  await erasing;
  const before = [...stored];
  const all = await waitingEvents().catch(() => null);
  // A browser that keeps nothing still sends what happens now.
  if (all) forgetSentElsewhere(before, new Set(all.map((event) => event.event_id)));
  isBehind = all !== null && all.length > 0;
  return all && isBehind ? all : [...fresh.values()];
}

function forgetSentElsewhere(before: readonly string[], waitingIds: ReadonlySet<string>): void {
  for (const id of before.filter((each) => !waitingIds.has(each))) {
    fresh.delete(id);
    stored.delete(id);
  }
}

/** What is still being stored is erased when it is. */
function forget(ids: readonly string[]): void {
  for (const id of ids) {
    fresh.delete(id);
    stored.delete(id);
  }
  waiting.value = Math.max(0, waiting.peek() - ids.length);
  const before = storing;
  erasing = Promise.allSettled([erasing, before.then(() => delMany([...ids], storage()))]);
}

/** Rejected events will never be taken, so they leave the outbox too, with a word in the console. */
export function settledIds(batch: readonly ActivityEvent[], answer: Receipt): readonly string[] {
  for (const { event_id, reason } of answer.rejected) console.warn("segue: event rejected", event_id, reason);
  const settled = new Set([...answer.accepted, ...answer.rejected.map((each) => each.event_id)]);
  return batch.map((event) => event.event_id).filter((id) => settled.has(id));
}

const LOCK = "segue-outbox";

/** All tabs share the store: only the one that holds the lock alone sends what is in it. */
async function alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

/** So long after a press what it leads to may be said without asking for the lock. */
const AT_HAND_MS = 500;
let isAtHand = false;
let workAtHand: Promise<unknown> = Promise.resolve();

/** The listener presses: get the shared lock meanwhile, or the answer of the browser would wait behind a drawn frame. */
export function getReady(): void {
  if (isAtHand || isBehind || !navigator.locks) return;
  const held = navigator.locks.request(LOCK, { mode: "shared", ifAvailable: true }, async (lock) => {
    if (!lock || isAtHand) return;
    isAtHand = true;
    await new Promise((resolve) => setTimeout(resolve, AT_HAND_MS));
    isAtHand = false;
    await workAtHand;
  });
  held.catch(() => undefined); // a browser that gives no locks says so where something is sent
}

/** Several tabs may send what happens in them; null, and nothing was done, while one sends what is in the store. */
async function besideOthers<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  if (!navigator.locks) return work();
  if (isAtHand) {
    const working = work();
    workAtHand = Promise.allSettled([workAtHand, working]);
    return working;
  }
  return navigator.locks.request(LOCK, { mode: "shared", ifAvailable: true }, async (lock) => (lock ? work() : null));
}
