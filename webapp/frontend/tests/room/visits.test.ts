// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Stage } from "../../src/room/drawing/stage";
import type { NodeAnswer } from "../../src/room/map/records";
import { OVERVIEW } from "../../src/room/moving/viewpoint";
import type { Standing } from "../../src/room/scene/standing";
import { Visits } from "../../src/room/scene/visits";
import { choose, node } from "../../src/room/state";
import { go, startRouter } from "../../src/state/router";

function openVisits() {
  const flyTo = vi.fn();
  const eye = { view: { ...OVERVIEW }, aspect: 1, free: { wide: 1, high: 1 }, isSeen: () => true };
  const stage = { eye, nodes: null, flyTo };
  const standing = {
    turn: signal(0),
    layoutTurn: signal(0),
    places: new Float32Array(),
    has: () => true,
    wayTo: (row: number, x: number) => Math.abs(row / 10 - x),
    at: (row: number) => Float32Array.of(row / 10, 0, 0),
  };
  const visits = new Visits(stage as unknown as Stage, standing as unknown as Standing);
  return { stage, standing, flyTo, end: visits.follow() };
}

const nodeAt = (row: number): NodeAnswer =>
  ({ row, track: { track_id: `t${row}` }, neighbours: [] }) as unknown as NodeAnswer;

beforeAll(startRouter);

afterEach(() => {
  node.value = null;
  go("/");
});

describe("visits", () => {
  it("fly to the chosen track again when it is chosen again, and not when it is only opened", () => {
    go("/room?at=t3");
    const { flyTo, end } = openVisits();
    node.value = nodeAt(3);
    expect(flyTo).toHaveBeenCalledTimes(1);
    choose("t3", { stay: true });
    expect(flyTo).toHaveBeenCalledTimes(1);
    choose("t3");
    expect(flyTo).toHaveBeenCalledTimes(2);
    expect(flyTo.mock.lastCall?.[0]).toMatchObject({ x: Math.fround(0.3) });
    end();
  });

  it("stand before a track from where the nearer half of its neighbours is seen, but near, and not along axes", () => {
    const distanceAt = (url: string, rows: readonly (number | null)[]): number => {
      go(url);
      const { flyTo, end } = openVisits();
      node.value = { ...nodeAt(3), neighbours: rows.map((row) => ({ row })) } as unknown as NodeAnswer;
      end();
      node.value = null;
      return flyTo.mock.lastCall?.[0].distance;
    };
    expect(distanceAt("/room?at=t3", [9, 4, null])).toBeCloseTo(5 * 0.1);
    expect(distanceAt("/room?at=t3", [9, 8])).toBeCloseTo(0.95 * 0.75);
    expect(distanceAt("/room?at=t3&axes=tempo,loudness,brightness", [9, 4])).toBeCloseTo(0.3);
  });

  it.each(["/room?at=t3", "/room?at=t3&axes=tempo,loudness,brightness"])("come back to where one was, at %s", (url) => {
    go(url);
    const entry: unknown = history.state;
    const first = openVisits();
    node.value = nodeAt(3);
    Object.assign(first.stage.eye.view, { x: 0.7, distance: 0.4 });
    go("/library/tracks");
    first.end();
    node.value = null;
    history.replaceState(entry, "", url);
    dispatchEvent(new PopStateEvent("popstate"));
    const again = openVisits();
    if (url.includes("axes")) again.standing.layoutTurn.value += 1;
    node.value = nodeAt(3);
    expect(again.stage.eye.view).toMatchObject({ x: 0.7, distance: 0.4 });
    expect(again.flyTo).not.toHaveBeenCalled();
    again.end();
  });
});
