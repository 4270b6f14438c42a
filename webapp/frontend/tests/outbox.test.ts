import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ActivityEvent } from "../src/api/records";
import { eventOf } from "../src/state/stream/activity";
import { AT_ONCE, drain, getReady, keep, waiting, waitingEvents } from "../src/state/stream/outbox";

const acceptAll = (sent: ActivityEvent[]) => async (events: readonly ActivityEvent[]) => {
  sent.push(...events);
  return { accepted: events.map((event) => event.event_id), rejected: [] };
};

async function keepSome(count: number): Promise<string[]> {
  const events = Array.from({ length: count }, (_, at) => eventOf("started", { trackId: `t${at}` }));
  await Promise.all(events.map(keep));
  return events.map((event) => event.event_id);
}

describe("outbox", () => {
  beforeEach(async () => {
    await drain(acceptAll([]));
  });

  it("sends in the order in which things happened, at most so many at once", async () => {
    const ids = await keepSome(AT_ONCE + 20);
    const sent: ActivityEvent[] = [];
    const sizes: number[] = [];
    const send = acceptAll(sent);
    expect(
      await drain((events) => {
        sizes.push(events.length);
        return send(events);
      }),
    ).toBe(true);
    expect(sent.map((event) => event.event_id)).toEqual(ids);
    expect(sizes).toEqual([AT_ONCE, 20]);
    expect(waiting.value).toBe(0);
  });

  it("keeps everything that was not acknowledged", async () => {
    const ids = await keepSome(3);
    const isDone = await drain(async () => {
      throw new Error("offline");
    });
    expect(isDone).toBe(false);
    expect((await waitingEvents()).map((event) => event.event_id)).toEqual(ids);
    expect(waiting.value).toBe(3);
  });

  it("keeps the rest when only some were acknowledged, then sends it", async () => {
    const ids = await keepSome(3);
    const answers = [{ accepted: ids.slice(0, 1), rejected: [] }];
    const sent: string[] = [];
    await drain(async (events) => {
      sent.push(...events.map((event) => event.event_id));
      return answers.shift() ?? { accepted: events.map((event) => event.event_id), rejected: [] };
    });
    expect(sent).toEqual([...ids, ...ids.slice(1)]);
  });

  it("lets rejected events go, with a word in the console", async () => {
    const [id] = await keepSome(1);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await drain(async () => ({ accepted: [], rejected: [{ event_id: id ?? "", reason: "too old" }] }));
    expect(await waitingEvents()).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
  });

  it("makes events without empty fields", () => {
    const event = eventOf("searched", { source: "search", duration_s: null, slateId: undefined });
    expect(Object.keys(event).sort()).toEqual(["event_id", "kind", "occurred_at", "session_id", "source"]);
  });

  it("sends an event once, though another tab finds it in the store before it was acknowledged", async () => {
    vi.stubGlobal("navigator", { locks: new Locks() });
    const [id] = await keepSome(1);
    const sent: string[] = [];
    const send = async (events: readonly ActivityEvent[]) => {
      sent.push(...events.map((event) => event.event_id));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { accepted: events.map((event) => event.event_id), rejected: [] };
    };
    vi.resetModules();
    const otherTab = await import("../src/state/stream/outbox");
    await Promise.all([drain(send), otherTab.drain(send)]);
    await Promise.all([otherTab.drain(send), drain(send)]);
    expect(sent).toEqual([id]);
    const [next] = await keepSome(1);
    otherTab.lookForOlder();
    await Promise.all([otherTab.drain(send), drain(send)]);
    expect(sent).toEqual([id, next]);
    vi.unstubAllGlobals();
  });
});

describe("after a press", () => {
  it("sends at once, and keeps another tab from sending the same until it is acknowledged", async () => {
    vi.stubGlobal("navigator", { locks: new Locks() });
    const sent: string[] = [];
    const by = (tab: string) => async (events: readonly ActivityEvent[]) => {
      sent.push(...events.map((event) => `${tab} ${event.event_id}`));
      await new Promise((resolve) => setTimeout(resolve, 700));
      return { accepted: events.map((event) => event.event_id), rejected: [] };
    };
    await drain(by("this"));
    vi.resetModules();
    const otherTab = await import("../src/state/stream/outbox");
    getReady();
    await Promise.resolve();
    const event = eventOf("skipped", { trackId: "t" });
    const keeping = keep(event);
    const draining = drain(by("this"));
    expect(sent).toEqual([`this ${event.event_id}`]);
    await keeping;
    await Promise.all([draining, otherTab.drain(by("other"))]);
    expect(sent).toEqual([`this ${event.event_id}`]);
    vi.unstubAllGlobals();
  });
});

type Work = (lock: object | null) => Promise<unknown>;

/** One lock as the browser's: shared by many or held by one, given in the order in which it was asked for. */
class Locks {
  private readonly held = new Set<{ isShared: boolean; ended: Promise<unknown> }>();

  async request(_name: string, options: LockOptions | Work, last?: Work): Promise<unknown> {
    const work = (last ?? options) as Work;
    const { mode, ifAvailable } = last ? (options as LockOptions) : {};
    const isShared = mode === "shared";
    const inTheWay = () => [...this.held].filter((each) => !(isShared && each.isShared));
    if (ifAvailable && inTheWay().length > 0) return work(null);
    let end = () => {};
    const own = {
      isShared,
      ended: new Promise<void>((resolve) => {
        end = resolve;
      }),
    };
    const before = inTheWay().map((each) => each.ended);
    this.held.add(own);
    await Promise.all(before);
    try {
      return await work({});
    } finally {
      this.held.delete(own);
      end();
    }
  }
}
