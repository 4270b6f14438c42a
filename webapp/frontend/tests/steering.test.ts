// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Slate, Steering } from "../src/api/records";
import { ON_ITS_WAY_MS } from "../src/rules/opinions";
import {
  energyAt,
  familiarityAt,
  placeOfEnergy,
  placeOfFamiliarity,
  steeringOnItsWay,
  wholeIn,
  withPart,
} from "../src/rules/steering";
import { waitingEvents } from "../src/state/stream/outbox";
import { showSteering, steer, steering, takeSteering } from "../src/state/stream/steering";

const slateOf = (told?: Steering): Slate => ({
  slate_id: "s",
  listener_id: "l",
  picks: [],
  model_version: "v",
  made_at: "2026-01-05T12:00:00Z",
  caused_by: "",
  because: "",
  shared: "",
  message: "",
  ...(told && { steering: told }),
});

describe("the rules of steering", () => {
  it("takes a part that is given back out of the whole", () => {
    expect(withPart({ energy: 0.5, artist_cap: 3 }, { energy: null })).toEqual({ artist_cap: 3 });
    expect(withPart({ energy: 0.5 }, { artist_cap: 3 })).toEqual({ energy: 0.5, artist_cap: 3 });
  });

  it.each([-100, -40, 0, 10, 100])("finds the place %i of a slider again", (place) => {
    expect(placeOfFamiliarity({ familiarity: familiarityAt(place) })).toBe(place);
    expect(placeOfEnergy({ energy: energyAt(place) })).toBe(place);
  });

  it("has what is known at the left end and what is new at the right one", () => {
    expect([familiarityAt(-100), familiarityAt(0), familiarityAt(100)]).toEqual([1, null, 0]);
  });

  it("waits for the server's word until it agrees, or for an hour", () => {
    const change = { steering: { energy: 1 }, at_ms: 1_000 };
    expect(steeringOnItsWay(change, {}, 2_000)).toBe(change);
    expect(steeringOnItsWay(change, { energy: 1, artist_cap: null }, 2_000)).toBeNull();
    expect(steeringOnItsWay(change, {}, 1_000 + ON_ITS_WAY_MS)).toBeNull();
  });

  it.each([
    ["7", 7],
    [" 10 ", 10],
    ["0", null],
    ["11", null],
    ["2.5", null],
    ["", null],
    ["ten", null],
  ])("reads %j in a field as %j", (text, value) => expect(wholeIn(text, 1, 10)).toBe(value));
});

describe("steering", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    takeSteering(slateOf());
  });
  afterEach(() => {
    vi.runAllTimers();
    takeSteering(slateOf(steering.peek()));
    vi.useRealTimers();
  });

  const sent = async () =>
    (await waitingEvents()).filter((event) => event.kind === "steered").map((event) => event.steering);

  it("sends one event for many moves, with all that is steered, when the hand rests", async () => {
    takeSteering(slateOf({ artist_cap: 4 }));
    const before = (await sent()).length;
    for (const energy of [0.1, 0.2, 0.3]) steer({ energy });
    expect(steering.value).toEqual({ energy: 0.3, artist_cap: 4 });
    vi.runAllTimers();
    await vi.waitFor(async () => expect(await sent()).toHaveLength(before + 1));
    expect((await sent()).at(-1)).toEqual({ energy: 0.3, artist_cap: 4 });
  });

  it("sends nothing when the slider came back to where it was", async () => {
    const before = (await sent()).length;
    steer({ energy: 0.5 });
    steer({ energy: null });
    vi.runAllTimers();
    expect(await sent()).toHaveLength(before);
  });

  it("takes back what is underway, also when a slate of before came meanwhile", async () => {
    const before = (await sent()).length;
    steer({ energy: 0.5 });
    vi.runAllTimers();
    takeSteering(slateOf());
    steer({ energy: null });
    vi.runAllTimers();
    await vi.waitFor(async () => expect(await sent()).toHaveLength(before + 2));
    expect((await sent()).at(-1)).toEqual({});
  });

  it("is not moved by a slate that was made before, and follows another device after that", () => {
    showSteering({ familiarity: 1 });
    steer({ familiarity: 0.9 });
    takeSteering(slateOf());
    expect(steering.value).toEqual({ familiarity: 0.9 });
    takeSteering(slateOf({ familiarity: 0.9 }));
    takeSteering(slateOf({ energy: -1 }));
    expect(steering.value).toEqual({ energy: -1 });
    takeSteering(slateOf());
    expect(steering.value).toEqual({});
  });
});
