// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActivityEvent, Slate } from "../src/api/records";
import { nextAt, onSlate, onView, press, SEEN_AFTER_MS, SEES_NOTHING, tell } from "../src/rules/seen_picks";
import { eventOf } from "../src/state/stream/activity";
import { firstThatFit, waitingEvents } from "../src/state/stream/outbox";
import { watchPicks } from "../src/state/stream/seen_picks";
import { slate } from "../src/state/stream/slate";

const at = SEEN_AFTER_MS;

describe("a pick", () => {
  const first = onSlate(SEES_NOTHING, "s1", 0);

  it("was seen once it was in view long enough, and is told once a slate", () => {
    const inView = onView(first, ["a", "b"], 0);
    expect(nextAt(inView)).toBe(at);
    expect(tell(inView, at - 1)[1]).toEqual([]);
    const [told, seen] = tell(inView, at);
    expect(seen).toEqual(["a", "b"]);
    expect(tell(told, 9 * at)[1]).toEqual([]);
    expect(nextAt(told)).toBeNull();
  });

  it("that went out of view begins anew", () => {
    const gone = onView(onView(first, ["a"], 0), [], 600);
    const back = onView(gone, ["a"], 800);
    expect(tell(back, at)[1]).toEqual([]);
    expect(tell(back, 800 + at)[1]).toEqual(["a"]);
  });

  it("is seen anew on the next slate, also where it stayed in its place", () => {
    const [told] = tell(onView(first, ["a"], 0), at);
    const next = onSlate(told, "s2", 5_000);
    expect(onSlate(next, "s2", 9_000)).toBe(next);
    expect(tell(next, 5_000 + at - 1)[1]).toEqual([]);
    expect(tell(next, 5_000 + at)[1]).toEqual(["a"]);
  });

  it("that is pressed was seen, and is not told again", () => {
    const [pressed, seen] = press(onView(first, ["a"], 0), "a");
    expect(seen).toEqual(["a"]);
    expect([press(pressed, "a")[1], tell(pressed, at)[1]]).toEqual([[], []]);
  });
});

/** Says what is in view, as the browser would. */
class MadeObserver {
  static latest: MadeObserver;
  watched: Element[] = [];
  constructor(private readonly tellOf: IntersectionObserverCallback) {
    MadeObserver.latest = this;
  }
  observe = (row: Element) => this.watched.push(row);
  disconnect = () => {
    this.watched = [];
  };
  show(ratios: Record<string, number>): void {
    const changes = this.watched.map((target) => {
      const intersectionRatio = ratios[(target as HTMLElement).dataset.key ?? ""] ?? 0;
      return { target, isIntersecting: intersectionRatio > 0, intersectionRatio };
    });
    this.tellOf(changes as never, this as never);
  }
}

const made: Slate = {
  slate_id: "s1",
  listener_id: "l",
  picks: ["a", "b", "c"].map((track_id) => ({ track_id, score: 1, source: "taste", reason: "", contributions: {} })),
  model_version: "v7",
  made_at: new Date(0).toISOString(),
  caused_by: "",
  because: "",
  shared: "",
  message: "",
  arm: "trial/louder",
};

describe("the list", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "requestAnimationFrame"] });
    vi.stubGlobal("IntersectionObserver", MadeObserver);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("tells what was in view in one event, with place, source, engine and arm", async () => {
    document.body.innerHTML = '<div id="l"><p data-key="a"></p><p data-key="b"></p><p data-key="c"></p></div>';
    slate.value = made;
    const stop = watchPicks(document.querySelector("#l") as HTMLElement);
    vi.advanceTimersByTime(50);
    MadeObserver.latest.show({ a: 1, b: 0.6, c: 0.2 });
    vi.advanceTimersByTime(at + 10);
    stop();
    vi.useRealTimers();
    const shown = (await waitingEvents()).filter((event) => event.kind === "shown");
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({
      slate_id: "s1",
      model_version: "v7",
      arm: "trial/louder",
      shown_picks: [
        { track_id: "a", position: 0, source: "taste" },
        { track_id: "b", position: 1, source: "taste" },
      ],
    });
  });
});

it("large events go in several messages", () => {
  const shownPicks = Array.from({ length: 50 }, (_, position) => ({ track_id: "t".repeat(64), position }));
  const events: ActivityEvent[] = Array.from({ length: 40 }, () => eventOf("shown", { slateId: "s", shownPicks }));
  const some = firstThatFit(events);
  expect(some.length).toBeGreaterThan(1);
  expect(JSON.stringify(some).length).toBeLessThan(64_000);
});
