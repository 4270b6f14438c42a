/** Choosing among one's own arrangements: one that is kept, a new one, another name, or none of it any more. */
import { batch, effect } from "@preact/signals";
import { ApiProblem, deleteJson, getJson, putJson } from "../../api/client";
import type { ArrangementAnswer, ArrangementsAnswer } from "../../api/schema";
import { arrangementSays } from "../../messages/room/arrangements";
import { isMeAsked } from "../../state/me";
import { notify, notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import {
  addressOf,
  arrangements,
  type Current,
  current,
  followPlaces,
  isKept,
  keep,
  keepAnew,
  list,
  newId,
  nowServed,
  placesOf,
  takeUnsent,
} from "./keeping";
import { beginWith, type Own, ownPlaces, showOwn, stepTo } from "./own_places";

/** Load what is kept, and keep what changes; returns how to stop. */
export function openArrangements(): () => void {
  let isOpen = true;
  let end = (): void => undefined;
  void load().then(() => {
    if (isOpen) end = followPlaces();
  });
  return () => {
    isOpen = false;
    end();
  };
}

async function load(): Promise<void> {
  await keep();
  const before = ownPlaces.peek();
  await whenAsked();
  const unsent = takeUnsent();
  const waiting = unsent && (() => takeLocal(unsent, new Map(unsent.places)));
  try {
    arrangements.value = (await getJson<ArrangementsAnswer>("/api/v1/room/arrangements")).items;
    if (waiting) return withMoved(before, waiting);
    const last = saved("room-arrangement", "");
    const items = arrangements.peek();
    const chosen = items.find((each) => each.arrangement_id === last) ?? items[0];
    if (!chosen) return ownPlaces.peek() === before ? bare() : undefined;
    const answer = await getJson<ArrangementAnswer>(addressOf(chosen.arrangement_id));
    withMoved(before, () => show(answer));
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (waiting) withMoved(before, waiting);
    else if (!problem.isOffline) notify(arrangementSays.notLoaded, "problem");
  }
}

/** What waits here may be another listener's. */
async function whenAsked(): Promise<void> {
  let end = (): void => undefined;
  await new Promise<void>((resolve) => {
    end = effect(() => {
      if (isMeAsked.value) resolve();
    });
  });
  end();
}

/** A hand was quicker than the answer: what it put somewhere stays there. */
function withMoved(before: Own, begin: () => void): void {
  const moved = ownPlaces.peek();
  begin();
  if (moved !== before) stepTo(new Map([...ownPlaces.peek(), ...moved]));
}

function takeLocal({ id, name, revision }: Current, places: Own): void {
  batch(() => {
    beginWith(places);
    keepAnew({ id, name, revision });
  });
}

function show(answer: ArrangementAnswer): void {
  const places = placesOf(answer);
  // At once: between the two, places of one would be kept as those of the other.
  batch(() => {
    beginWith(places);
    nowServed(places, { id: answer.arrangement_id, name: answer.name, revision: answer.revision });
  });
  save("room-arrangement", answer.arrangement_id);
}

/** None is at hand: the first track that is put somewhere makes one. */
function bare(): void {
  const nothing = new Map();
  batch(() => {
    beginWith(nothing);
    nowServed(nothing, null);
  });
}

/** What is not kept yet would be lost with the change to another one. */
async function leaveCurrent(): Promise<boolean> {
  await keep();
  if (!isKept()) notify(arrangementSays.unsaved, "problem");
  return isKept();
}

export async function chooseArrangement(id: string): Promise<void> {
  if (id === current.peek()?.id) return showOwn(true);
  if (!(await leaveCurrent())) return;
  await tell(arrangementSays.notLoaded, async () => changeTo(await getJson<ArrangementAnswer>(addressOf(id))));
}

/** What was moved while the answer was on its way is kept first, too. */
async function changeTo(answer: ArrangementAnswer): Promise<void> {
  if (!(await leaveCurrent())) return;
  show(answer);
  showOwn(true);
}

/** It is at hand when the server has taken it, which it does not where there are too many. */
export async function makeArrangement(name: string): Promise<void> {
  if (!(await leaveCurrent())) return;
  await tell(arrangementSays.notMade, async () => {
    const answer = await putJson<ArrangementAnswer>(addressOf(newId()), { name, revision: 0, places: [] });
    list(answer);
    await changeTo(answer);
  });
}

export async function renameArrangement(name: string): Promise<void> {
  const of = current.peek();
  if (!of || of.name === name) return;
  keepAnew({ ...of, name });
  await keep();
}

/** Delete the current one, also where the server takes nothing of it; for a while it can be made again as it was. */
export async function deleteArrangement(): Promise<void> {
  await keep();
  const of = current.peek();
  if (!of) return;
  const places = ownPlaces.peek();
  await tell(arrangementSays.notRemoved, async () => {
    if (of.revision > 0) await deleteJson(addressOf(of.id));
    arrangements.value = arrangements.peek().filter((each) => each.arrangement_id !== of.id);
    bare();
    showOwn(false);
    offerAgain(of, places);
  });
}

function offerAgain(of: Current, places: Own): void {
  notifyUndoable(arrangementSays.removed(of.name), () => void makeAgain(of, places));
}

async function makeAgain(of: Current, places: Own): Promise<void> {
  if (!(await leaveCurrent())) return offerAgain(of, places);
  takeLocal({ ...of, revision: 0 }, places);
  showOwn(true);
  await keep();
}

/** `otherwise` where the server does not say why it could not be done. */
async function tell(otherwise: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    notify(problem.detail || otherwise, "problem");
  }
}
