/** Keeps the listener's own arrangement on the server: each change at once, one request at a time, the newest last. */
import { batch, effect, signal, untracked } from "@preact/signals";
import { ApiProblem, getJson, putJson } from "../../api/client";
import type { ArrangementAnswer, ArrangementSummary } from "../../api/schema";
import { arrangementSays } from "../../messages/room/arrangements";
import { mayWrite } from "../../state/me";
import { notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import { line } from "../../state/stream/live";
import type { Place } from "../map/records";
import { type Own, ownPlaces, takeOver, undoPlace } from "./own_places";

export interface Current {
  readonly id: string;
  readonly name: string;
  /** 0 until the server has it. */
  readonly revision: number;
}

/** What waits in this browser for the server. */
interface Unsent extends Current {
  readonly places: readonly (readonly [string, Place])[];
}

/** The listener's, the last changed first. */
export const arrangements = signal<readonly ArrangementSummary[]>([]);
/** The one whose places are at hand; null where there is none yet. */
export const current = signal<Current | null>(null);
/** Why what was moved last is not kept; empty where it is. */
export const keepProblem = signal("");

/** What the server has of the current one. */
let served: Own | null = ownPlaces.peek();
let sending: Promise<void> | null = null;

export const addressOf = (id: string): string => `/api/v1/room/arrangements/${encodeURIComponent(id)}`;
export const newId = (): string => crypto.randomUUID();
export const placesOf = (answer: ArrangementAnswer): Own =>
  new Map(answer.places.map(({ track_id, x, y, z }) => [track_id, [x, y, z] as const]));

/** These places are those of the server. */
export function nowServed(places: Own, of: Current | null): void {
  served = places;
  current.value = of;
  keepProblem.value = "";
  save("room-own-unsent", null);
}

/** The server must be told of the current one, whether a place has changed or not. */
export function keepAnew(of: Current): void {
  served = null;
  current.value = of;
}

export const isKept = (): boolean => served === ownPlaces.peek();

/** What was moved here and is not on the server; also that of the time when places were kept in the browser only. */
export function takeUnsent(): Unsent | null {
  const old = saved<Unsent["places"]>("room-own", []);
  if (old.length > 0) {
    save("room-own-unsent", { id: newId(), name: arrangementSays.first, revision: 0, places: old } satisfies Unsent);
    save("room-own", []);
  }
  return saved<Unsent | null>("room-own-unsent", null);
}

/** Keep what changes from now on; what failed is tried again with the next change and when the line is back. */
export function followPlaces(): () => void {
  return effect(() => {
    void [ownPlaces.value, line.value, mayWrite.value];
    untracked(() => void keep());
  });
}

/** Resolves when all that was changed is kept, or could not be. */
export function keep(): Promise<void> {
  if (isKept()) return sending ?? Promise.resolve();
  remember();
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

function remember(): void {
  current.value ??= { id: newId(), name: arrangementSays.first, revision: 0 };
  save("room-own-unsent", { ...current.peek(), places: [...ownPlaces.peek()] });
}

async function sendAll(): Promise<void> {
  if (!mayWrite.peek()) {
    keepProblem.value = arrangementSays.guest;
    return;
  }
  while (!isKept()) {
    remember();
    const of = current.peek();
    if (!of || !(await send(of, ownPlaces.peek()))) return;
  }
}

/** Returns whether to go on with what has changed meanwhile. */
async function send(of: Current, places: Own): Promise<boolean> {
  const sent = [...places].map(([track_id, [x, y, z]]) => ({ track_id, x, y, z }));
  try {
    const answer = await putJson<ArrangementAnswer>(addressOf(of.id), {
      name: of.name,
      revision: of.revision,
      places: sent,
    });
    const isRenamed = current.peek()?.name !== of.name;
    list(answer);
    nowServed(places, { id: of.id, name: current.peek()?.name ?? answer.name, revision: answer.revision });
    if (isRenamed) served = null;
    return true;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    return fail(problem, of);
  }
}

async function fail(problem: ApiProblem, of: Current): Promise<boolean> {
  if (problem.status === 404) {
    // Deleted elsewhere, while it is being changed here.
    keepAnew({ id: newId(), name: of.name, revision: 0 });
    return true;
  }
  if (problem.status === 409) {
    try {
      showTheirs(await getJson<ArrangementAnswer>(addressOf(of.id)));
      return true;
    } catch (other) {
      if (!(other instanceof ApiProblem)) throw other;
    }
  }
  keepProblem.value = problem.isOffline || problem.status >= 500 ? arrangementSays.notKept : problem.detail;
  return false;
}

function showTheirs(answer: ArrangementAnswer): void {
  const theirs = placesOf(answer);
  batch(() => {
    takeOver(theirs);
    nowServed(theirs, { id: answer.arrangement_id, name: answer.name, revision: answer.revision });
  });
  list(answer);
  notifyUndoable(arrangementSays.changedElsewhere(answer.name), () => void undoPlace());
}

/** The list with this one as it is now, first. */
export function list({ places, ...answer }: ArrangementAnswer): void {
  const others = arrangements.peek().filter((each) => each.arrangement_id !== answer.arrangement_id);
  arrangements.value = [{ ...answer, n_places: places.length }, ...others];
}
