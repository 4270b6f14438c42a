// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Stage } from "../../src/room/drawing/stage";
import { readMap } from "../../src/room/map/read_map";
import { RowTracks } from "../../src/room/map/row_tracks";
import { openMap } from "../../src/room/map/store";
import { HeldKeys } from "../../src/room/moving/held_keys";
import { Spin } from "../../src/room/moving/spin";
import { OVERVIEW } from "../../src/room/moving/viewpoint";
import { beginWith, ownPlaces } from "../../src/room/own/own_places";
import { Grabbing } from "../../src/room/scene/grabbing";
import { takeHands } from "../../src/room/scene/hands";
import type { Standing } from "../../src/room/scene/standing";
import { forget, notices } from "../../src/state/notices";
import { writeMap } from "../made_map";

const RAY = { x: 0, y: 0, z: 1, dx: 0, dy: 0, dz: -1 };

function openHand() {
  const rows = new RowTracks("v1", () => undefined);
  for (const row of [0, 1]) rows.put(row, { track_id: `t${row}`, title: `No. ${row}`, artists: [] } as never);
  openMap.value = { map: readMap(writeMap({ places: [], columns: [], version: "v1" })), rows };
  const places = [new Float32Array(3), new Float32Array(3)];
  const standing = {
    loosen: vi.fn(),
    at: (row: number) => places[row],
    move: (row: number, ...to: number[]) => places[row]?.set(to),
  };
  const stage = { eye: { view: { ...OVERVIEW } }, invalidate: () => undefined };
  return { standing, grabbing: new Grabbing(stage as unknown as Stage, standing as unknown as Standing, { ...RAY }) };
}

const moved = (): string[] => [...ownPlaces.peek().keys()];

afterEach(() => {
  beginWith(new Map());
  openMap.value = null;
  for (const { id } of notices.peek()) forget(id);
});

describe("a node in the hand", () => {
  it("is kept where it was carried or nudged to, and not where it was only pressed", async () => {
    const { grabbing } = openHand();
    grabbing.hold(0, RAY);
    await grabbing.drop();
    expect(moved()).toEqual([]);
    grabbing.nudge(0, 0.02, 0);
    await grabbing.drop();
    grabbing.hold(1, RAY);
    grabbing.carry({ ...RAY, x: 0.5 });
    await grabbing.drop();
    expect([moved(), ownPlaces.peek().get("t1")?.[0]]).toEqual([["t0", "t1"], 0.5]);
  });

  it("is kept as well when another one is taken before it was let go", async () => {
    const { grabbing } = openHand();
    grabbing.nudge(0, 0.02, 0);
    grabbing.nudge(1, 0.02, 0);
    await vi.waitFor(() => expect(moved()).toEqual(["t0"]));
    await grabbing.drop();
    expect(moved()).toEqual(["t0", "t1"]);
  });

  it("is let go of by a plain press, and when the focus goes elsewhere", () => {
    const picture = document.createElement("div");
    picture.setPointerCapture = () => undefined;
    const grabbing = { drop: vi.fn(async () => undefined) };
    const stage = { eye: { view: { ...OVERVIEW } }, keys: new HeldKeys(), spin: new Spin() };
    const letGo = takeHands(picture, { stage, grabbing, grab: () => true, rowAt: () => -1, point: vi.fn() } as never);
    for (const kind of ["pointerdown", "pointerup"]) {
      picture.dispatchEvent(Object.assign(new Event(kind), { pointerId: 1, offsetX: 0, offsetY: 0, button: 0 }));
    }
    expect(grabbing.drop).toHaveBeenCalledTimes(1);
    picture.dispatchEvent(new Event("blur"));
    expect(grabbing.drop).toHaveBeenCalledTimes(2);
    letGo();
  });
});
