/** The queue is kept by the server too: another device goes on where this one stopped. */
import { effect } from "@preact/signals";
import { getJson, putJson } from "../../api/client";
import type { PlayQueue, SavedQueue } from "../../api/records";
import type { Queue } from "../../rules/playing/queue";
import { me } from "../me";
import { save, saved } from "../saved";
import * as deck from "./deck";
import { queue } from "./queue";

const SETTLED_MS = 1_500;
const WHILE_PLAYING_MS = 15_000;

/** What the server calls this browser; a queue that it has of another one was saved later than the one here. */
const device = saved("queue.device", "") || crypto.randomUUID();
let timer: ReturnType<typeof setTimeout> | undefined;
let isAsked = false;

/** `adopt` takes over the queue of another device; it is called before anything is played here, or not at all. */
export function openQueueSync(adopt: (queue: Queue, position_s: number) => void): void {
  effect(() => {
    if (!me.value?.is_known || isAsked) return;
    isAsked = true;
    void takeOver(adopt).finally(watch);
  });
}

async function takeOver(adopt: (queue: Queue, position_s: number) => void): Promise<void> {
  const told = await getJson<PlayQueue>("/api/v1/queue").catch(() => null);
  save("queue.device", device);
  if (!told?.saved_at || told.device === device || deck.isPlaying.peek()) return;
  adopt(queueOf(told), told.position_s ?? 0);
}

function watch(): void {
  const atFirst = queue.peek();
  queue.subscribe((now) => now !== atFirst && sendSoon());
  deck.isPlaying.subscribe((isPlaying) => isPlaying || queue.peek() === atFirst || sendSoon());
  setInterval(() => deck.isPlaying.peek() && send(), WHILE_PLAYING_MS);
  addEventListener("pagehide", () => timer !== undefined && send());
}

function sendSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(send, SETTLED_MS);
}

/** What is not taken now is sent with the next change: only the newest queue counts. */
function send(): void {
  clearTimeout(timer);
  timer = undefined;
  void putJson<SavedQueue>("/api/v1/queue", told(queue.peek())).catch(() => undefined);
}

function told({ entries, index }: Queue): Omit<PlayQueue, "saved_at"> {
  return {
    entries: entries.map(({ trackId, source, isQueued }) => ({
      track_id: trackId,
      source,
      is_queued: isQueued ?? false,
    })),
    index,
    position_s: Math.max(0, deck.exactPosition_s()),
    device,
  };
}

function queueOf({ entries = [], index = -1 }: PlayQueue): Queue {
  return {
    entries: entries.map((entry) => ({
      key: crypto.randomUUID(),
      trackId: entry.track_id,
      source: entry.source ?? "",
      ...(entry.is_queued && { isQueued: true as const }),
    })),
    index,
  };
}
