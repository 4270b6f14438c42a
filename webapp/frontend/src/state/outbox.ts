/** Activity waits in IndexedDB until the server acknowledged it: nothing is lost, the order stays. */
import { signal } from "@preact/signals";
import { createStore, delMany, entries, set, type UseStore } from "idb-keyval";
import type { Acknowledgement, ActivityEvent } from "../api/records";

/** The server takes at most this many events a message. */
export const AT_ONCE = 100;

export type Send = (events: readonly ActivityEvent[]) => Promise<Acknowledgement>;

export const waiting = signal(0);

let store: UseStore | undefined;
const storage = (): UseStore => {
  store ??= createStore("segue", "outbox");
  return store;
};

/** Event ids are UUIDv7, so the keys of the store are in the order in which things happened. */
export async function keep(event: ActivityEvent): Promise<void> {
  await set(event.event_id, event, storage());
  waiting.value += 1;
}

export async function waitingEvents(): Promise<readonly ActivityEvent[]> {
  const all = await entries<string, ActivityEvent>(storage());
  waiting.value = all.length;
  return all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}

/** Send everything that waits; returns false when the server did not answer. */
export async function drain(send: Send): Promise<boolean> {
  return withLock(async () => {
    for (;;) {
      const batch = (await waitingEvents()).slice(0, AT_ONCE);
      if (batch.length === 0) return true;
      let answer: Acknowledgement;
      try {
        answer = await send(batch);
      } catch {
        return false;
      }
      const settled = settledIds(batch, answer);
      if (settled.length === 0) return false;
      await delMany([...settled], storage());
    }
  });
}

/** Rejected events will never be taken, so they leave the outbox too, with a word in the console. */
export function settledIds(batch: readonly ActivityEvent[], answer: Acknowledgement): readonly string[] {
  for (const { event_id, reason } of answer.rejected) console.warn("segue: event rejected", event_id, reason);
  const settled = new Set([...answer.accepted, ...answer.rejected.map((each) => each.event_id)]);
  return batch.map((event) => event.event_id).filter((id) => settled.has(id));
}

/** All tabs share the store: only the one that holds the lock sends. */
async function withLock<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  return navigator.locks ? navigator.locks.request("segue-outbox", work) : work();
}
