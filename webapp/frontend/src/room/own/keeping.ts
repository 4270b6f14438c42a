/** Keeps the listener's own arrangement on the server: each change at once, one request at a time, the newest last. */
import { batch, effect, signal, untracked } from "@preact/signals";
import { ApiProblem, getJson, putJson } from "../../api/client";
import type { ArrangementAnswer, ArrangementSummary } from "../../api/schema";
import { arrangementSays } from "../../messages/room/arrangements";
import { listenerId, mayWrite } from "../../state/me";
import { notify, notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import { line } from "../../state/stream/live";
import type { Place } from "../map/records";
import { type Own, ownPlaces, stepTo } from "./own_places";

export interface Current {
  readonly id: string;
  readonly name: string;
  /** 0 until the server has it. */
  readonly revision: number;
}

/** What waits in this browser for the server. */
interface Unsent extends Current {
  /** Whose it is; empty where nobody knew. */
  readonly listener_id: string;
  readonly places: readonly (readonly [string, Place])[];
}

interface Sent {
  readonly of: Current;
  readonly places: Own;
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
/** Sent since the server last answered with what it has; of any of it the answer alone may be lost. */
let unanswered: readonly Sent[] = [];
const MAX_UNANSWERED = 20;

export const addressOf = (id: string): string => `/api/v1/room/arrangements/${encodeURIComponent(id)}`;
export const newId = (): string => crypto.randomUUID();
export const placesOf = (answer: ArrangementAnswer): Own =>
  new Map(answer.places.map(({ track_id, x, y, z }) => [track_id, [x, y, z] as const]));

/** These places are those of the server. */
export function nowServed(places: Own, of: Current | null): void {
  served = places;
  unanswered = [];
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
    saveUnsent({ id: newId(), name: arrangementSays.first, revision: 0 }, old);
    save("room-own", []);
  }
  const unsent = saved<Unsent | null>("room-own-unsent", null);
  if (!unsent?.listener_id || unsent.listener_id === listenerId()) return unsent;
  save("room-own-unsent", null);
  return null;
}

const saveUnsent = ({ id, name, revision }: Current, places: Unsent["places"]): void =>
  save("room-own-unsent", { id, name, revision, places, listener_id: listenerId() } satisfies Unsent);

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
  const of = current.peek() ?? { id: newId(), name: arrangementSays.first, revision: 0 };
  current.value = of;
  saveUnsent(of, [...ownPlaces.peek()]);
}

async function sendAll(): Promise<void> {
  if (!mayWrite.peek()) return tellProblem(arrangementSays.guest);
  while (!isKept()) {
    remember();
    const of = current.peek();
    if (!of || !(await send(of, ownPlaces.peek()))) return;
  }
}

/** Returns whether to go on with what has changed meanwhile. */
async function send(of: Current, places: Own): Promise<boolean> {
  unanswered = [...unanswered, { of, places }].slice(-MAX_UNANSWERED);
  try {
    const answer = await putJson<ArrangementAnswer>(addressOf(of.id), {
      name: of.name,
      revision: of.revision,
      places: [...places].map(([track_id, [x, y, z]]) => ({ track_id, x, y, z })),
    });
    const now = current.peek();
    // It was deleted here while this was on its way.
    if (now?.id !== of.id) return true;
    list(answer);
    nowServed(places, { id: of.id, name: now.name, revision: answer.revision });
    if (now.name !== of.name) served = null;
    return true;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    return fail(problem, of);
  }
}

async function fail(problem: ApiProblem, of: Current): Promise<boolean> {
  // Another one is at hand by now.
  if (current.peek()?.id !== of.id) return true;
  if (problem.status === 404) {
    // Deleted elsewhere, while it is being changed here.
    keepAnew({ id: newId(), name: of.name, revision: 0 });
    return true;
  }
  if (problem.status === 409) {
    try {
      takeTheirs(await getJson<ArrangementAnswer>(addressOf(of.id)));
      return true;
    } catch (other) {
      if (!(other instanceof ApiProblem)) throw other;
    }
  }
  const isPassing = problem.isOffline || problem.status >= 500;
  tellProblem((!isPassing && problem.detail) || arrangementSays.notKept);
  return false;
}

/** Also beside the picture, for what stands in the legend is folded away most of the time. */
function tellProblem(words: string): void {
  if (words !== keepProblem.peek()) notify(words, "problem");
  keepProblem.value = words;
}

/** What was changed elsewhere is shown; what came from here, and only its answer was lost, is gone on with. */
function takeTheirs(answer: ArrangementAnswer): void {
  const now = current.peek();
  if (now?.id !== answer.arrangement_id) return;
  list(answer);
  const theirs = placesOf(answer);
  if (unanswered.some((sent) => isSame(sent, answer, theirs))) {
    keepAnew({ ...now, revision: answer.revision });
    return;
  }
  const takeBack = batch(() => {
    nowServed(theirs, { id: now.id, name: answer.name, revision: answer.revision });
    return stepTo(theirs);
  });
  notifyUndoable(arrangementSays.changedElsewhere(answer.name), takeBack);
}

const isSame = ({ of, places }: Sent, { arrangement_id, name }: ArrangementAnswer, theirs: Own): boolean =>
  of.id === arrangement_id &&
  of.name === name &&
  places.size === theirs.size &&
  [...places].every(([id, place]) => theirs.get(id)?.every((each, at) => each === place[at]));

/** The list with this one as it is now, first. */
export function list({ places, ...answer }: ArrangementAnswer): void {
  const others = arrangements.peek().filter((each) => each.arrangement_id !== answer.arrangement_id);
  arrangements.value = [{ ...answer, n_places: places.length }, ...others];
}
