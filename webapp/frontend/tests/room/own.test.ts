// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import {
  beginWith,
  canGrab,
  canRedo,
  canUndo,
  isGrabbing,
  isOwnShown,
  MAX_PLACES,
  ownPlaces,
  putAt,
  putBack,
  redoPlace,
  resetOwn,
  showOwn,
  undoPlace,
} from "../../src/room/own/own_places";
import { pressUndo } from "../../src/room/own/undo_keys";
import { forget, notices, takeBackLast } from "../../src/state/notices";
import { go } from "../../src/state/router";

const clearNotices = () => {
  for (const { id } of notices.peek()) forget(id);
};

afterEach(() => {
  beginWith(new Map());
  clearNotices();
});

describe("an own arrangement", () => {
  it("is not changed along axes, where a place is a value", () => {
    isGrabbing.value = true;
    go("/room");
    expect(canGrab.value).toBe(true);
    go("/room?axes=tempo,loudness,brightness");
    expect(canGrab.value).toBe(false);
    isGrabbing.value = false;
    go("/room");
  });

  it("keeps where a track was put, within the room, and shows it", () => {
    showOwn(false);
    putAt("t1", "A song", [0.5, 9, -0.25]);
    expect(ownPlaces.value.get("t1")).toEqual([0.5, 1.15, -0.25]);
    expect(isOwnShown.value).toBe(true);
  });

  it("takes back the last change, and a reset as well", () => {
    putAt("t1", "A song", [0, 0, 0]);
    putAt("t1", "A song", [0.1, 0, 0]);
    takeBackLast();
    expect(ownPlaces.value.get("t1")).toEqual([0, 0, 0]);
    putBack("t1", "A song");
    expect(ownPlaces.value.size).toBe(0);
    takeBackLast();
    expect(ownPlaces.value.size).toBe(1);
    resetOwn();
    expect(ownPlaces.value.size).toBe(0);
    takeBackLast();
    expect(ownPlaces.value.get("t1")).toEqual([0, 0, 0]);
  });

  it("goes back step by step and on again, until something else is done", () => {
    putAt("t1", "A song", [0, 0, 0]);
    putAt("t2", "Another", [0.5, 0, 0]);
    expect([undoPlace(), [...ownPlaces.value.keys()]]).toEqual([true, ["t1"]]);
    expect([undoPlace(), undoPlace(), ownPlaces.value.size]).toEqual([true, false, 0]);
    expect([redoPlace(), redoPlace(), redoPlace()]).toEqual([true, true, false]);
    expect([...ownPlaces.value.keys()]).toEqual(["t1", "t2"]);
    undoPlace();
    putAt("t3", "A third", [0, 0.5, 0]);
    expect([canUndo.value, canRedo.value]).toEqual([true, false]);
  });

  it("takes back from its notice what was done before the last step, and that is undone, too", () => {
    putAt("t1", "A song", [0, 0, 0]);
    const [first] = notices.value;
    putAt("t2", "Another", [0.5, 0, 0]);
    first?.undo?.();
    expect(ownPlaces.value.size).toBe(0);
    undoPlace();
    expect(ownPlaces.value.size).toBe(2);
  });

  it("takes nothing back from a notice of another one", () => {
    putAt("t1", "A song", [0, 0, 0]);
    beginWith(new Map([["t2", [0, 0, 0]]]));
    takeBackLast();
    expect([...ownPlaces.value.keys()]).toEqual(["t2"]);
  });

  it("has room for so many tracks; one that is there may move still", () => {
    beginWith(new Map(Array.from({ length: MAX_PLACES }, (_, at) => [`t${at}`, [0, 0, 0] as const])));
    putAt("more", "One more", [0, 0, 0]);
    expect([ownPlaces.value.size, notices.value.at(-1)?.mood]).toEqual([MAX_PLACES, "problem"]);
    putAt("t3", "A song", [0.5, 0, 0]);
    expect(ownPlaces.value.get("t3")).toEqual([0.5, 0, 0]);
  });

  it("goes back and on by keys, after what is said with a way back of its own", () => {
    const press = (key: string, shiftKey = false) => {
      const event = new KeyboardEvent("keydown", { key, ctrlKey: true, shiftKey, cancelable: true });
      pressUndo(event);
      return event.defaultPrevented;
    };
    putAt("t1", "A song", [0, 0, 0]);
    expect(press("z")).toBe(false);
    clearNotices();
    expect([press("z"), ownPlaces.value.size]).toEqual([true, 0]);
    expect([press("Z", true), ownPlaces.value.size]).toEqual([true, 1]);
    press("z");
    expect([press("y"), press("y")]).toEqual([true, false]);
    showOwn(false);
    expect([press("z"), ownPlaces.value.size]).toEqual([false, 1]);
    showOwn(true);
    go("/room?axes=tempo,loudness,brightness");
    expect([press("z"), ownPlaces.value.size]).toEqual([false, 1]);
    go("/room");
  });
});
