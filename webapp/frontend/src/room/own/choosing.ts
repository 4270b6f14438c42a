/** Choosing among one's own arrangements: one that is kept, a new one, another name, or none of it any more. */
import { batch } from "@preact/signals";
import { ApiProblem, deleteJson, getJson } from "../../api/client";
import type { ArrangementAnswer, ArrangementsAnswer } from "../../api/schema";
import { arrangementSays } from "../../messages/room/arrangements";
import { notify, notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import {
  addressOf,
  arrangements,
  current,
  followPlaces,
  isKept,
  keep,
  keepAnew,
  newId,
  nowServed,
  placesOf,
  takeUnsent,
} from "./keeping";
import { beginWith, ownPlaces, showOwn, takeOver } from "./own_places";

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
  const unsent = takeUnsent();
  const before = ownPlaces.peek();
  try {
    arrangements.value = (await getJson<ArrangementsAnswer>("/api/v1/room/arrangements")).items;
    if (unsent) return takeLocal(unsent);
    const last = saved("room-arrangement", "");
    const items = arrangements.peek();
    const chosen = items.find((each) => each.arrangement_id === last) ?? items[0];
    if (!chosen) return ownPlaces.peek() === before ? bare() : undefined;
    const answer = await getJson<ArrangementAnswer>(addressOf(chosen.arrangement_id));
    const moved = ownPlaces.peek();
    show(answer);
    // A hand was quicker than the answer: what it put somewhere stays there.
    if (moved !== before) takeOver(new Map([...ownPlaces.peek(), ...moved]));
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (unsent) takeLocal(unsent);
    else if (!problem.isOffline) notify(arrangementSays.notLoaded, "problem");
  }
}

function takeLocal({ places, ...of }: NonNullable<ReturnType<typeof takeUnsent>>): void {
  batch(() => {
    beginWith(new Map(places));
    keepAnew(of);
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
  await tell(async () => {
    show(await getJson<ArrangementAnswer>(addressOf(id)));
    showOwn(true);
  });
}

export async function makeArrangement(name: string): Promise<void> {
  if (!(await leaveCurrent())) return;
  const id = newId();
  takeLocal({ id, name, revision: 0, places: [] });
  save("room-arrangement", id);
  showOwn(true);
  await keep();
}

export async function renameArrangement(name: string): Promise<void> {
  const of = current.peek();
  if (!of || of.name === name) return;
  keepAnew({ ...of, name });
  await keep();
}

/** Delete the current one; for a while it can be made again as it was. */
export async function deleteArrangement(): Promise<void> {
  const of = current.peek();
  if (!of || !(await leaveCurrent())) return;
  const places = ownPlaces.peek();
  await tell(async () => {
    await deleteJson(addressOf(of.id));
    arrangements.value = arrangements.peek().filter((each) => each.arrangement_id !== of.id);
    bare();
    showOwn(false);
    notifyUndoable(arrangementSays.removed(of.name), () => {
      takeLocal({ ...of, revision: 0, places: [...places] });
      showOwn(true);
      void keep();
    });
  });
}

async function tell(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    notify(problem.detail || arrangementSays.notLoaded, "problem");
  }
}
