import { afterEach, describe, expect, it } from "vitest";
import {
  canGrab,
  isGrabbing,
  isOwnShown,
  ownPlaces,
  putAt,
  putBack,
  resetOwn,
  showOwn,
} from "../../src/room/own/own_places";
import { takeBackLast } from "../../src/state/notices";
import { go } from "../../src/state/router";
import { saved } from "../../src/state/saved";

afterEach(() => {
  ownPlaces.value = new Map();
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
    expect(saved("room-own", [])).toEqual([["t1", [0.5, 1.15, -0.25]]]);
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
    expect(saved("room-own", [1])).toEqual([]);
    takeBackLast();
    expect(ownPlaces.value.get("t1")).toEqual([0, 0, 0]);
  });
});
