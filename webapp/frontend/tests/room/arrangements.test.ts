// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  chooseArrangement,
  deleteArrangement,
  makeArrangement,
  openArrangements,
  renameArrangement,
} from "../../src/room/own/choosing";
import { arrangements, current, keep, keepProblem, nowServed } from "../../src/room/own/keeping";
import { beginWith, isOwnShown, ownPlaces, putAt, undoPlace } from "../../src/room/own/own_places";
import { isMeAsked, me } from "../../src/state/me";
import { forget, notices, takeBackLast } from "../../src/state/notices";
import { save, saved } from "../../src/state/saved";

interface Stored {
  name: string;
  revision: number;
  places: { track_id: string; x: number; y: number; z: number }[];
}

const PATH = "/api/v1/room/arrangements";
const kept = new Map<string, Stored>();
let asked: string[] = [];
let isDown = false;
/** What is sent arrives, and its answer does not. */
let isDeaf = false;
let end: () => void = () => undefined;

/** Does what the server does; `tests/unit/webapp/room/test_arrangements.py` holds that one to it. */
function answer(method: string, path: string, body: string): Response {
  asked.push(`${method} ${path.slice(PATH.length)}`);
  const id = decodeURIComponent(path.slice(PATH.length + 1));
  const told = (status: number, text: unknown) => new Response(JSON.stringify(text), { status });
  const one = (key: string) => ({
    arrangement_id: key,
    changed_at: "2026-01-05T12:00:00Z",
    ...(kept.get(key) as Stored),
  });
  if (!id)
    return told(200, { items: [...kept.keys()].map((key) => ({ ...one(key), n_places: one(key).places.length })) });
  const stored = kept.get(id);
  if (method === "PUT") {
    const sent = JSON.parse(body) as Stored;
    if (!stored && sent.revision > 0) return told(404, { detail: "no such" });
    const again = { ...sent, revision: sent.revision + 1 };
    if (stored && JSON.stringify(stored) === JSON.stringify(again)) return told(200, one(id));
    if (stored && stored.revision !== sent.revision) return told(409, { detail: "changed elsewhere" });
    if (!stored && kept.size >= 20) return told(422, { detail: "20 arrangements at most" });
    kept.set(id, again);
    return told(200, one(id));
  }
  if (!stored) return told(404, { detail: "no such" });
  if (method === "GET") return told(200, one(id));
  kept.delete(id);
  return told(200, { arrangement_id: id });
}

async function reach(ask: () => Response): Promise<Response> {
  if (isDown) throw new TypeError("no way");
  const told = ask();
  if (isDeaf) throw new TypeError("no way back");
  return told;
}

async function open(): Promise<void> {
  end();
  const before = asked.length;
  end = openArrangements();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before));
  await settled();
}

/** What is on its way has arrived. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await vi.waitFor(async () => {
    const n = asked.length;
    await keep();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked.length).toBe(n);
  });
}

const isTold = (words: string): boolean => notices.peek().some((notice) => notice.words.includes(words));

function keepMany(n: number): void {
  for (let at = 0; at < n; at += 1) kept.set(`a${at}`, { name: `No. ${at}`, revision: 1, places: [] });
}

/** As when the page is loaded anew. */
function forgetAll(): void {
  const nothing = new Map();
  beginWith(nothing);
  nowServed(nothing, null);
}

beforeEach(() => {
  kept.clear();
  asked = [];
  isDown = false;
  isDeaf = false;
  me.value = null;
  isMeAsked.value = true;
  forgetAll();
  arrangements.value = [];
  for (const name of ["room-own", "room-arrangement", "listener"]) save(name, name === "room-own" ? [] : "");
  vi.stubGlobal("fetch", (path: string, { method = "GET", body = "" }: { method?: string; body?: string } = {}) =>
    reach(() => answer(method, path, body)),
  );
});

afterEach(() => {
  end();
  end = () => undefined;
  for (const { id } of notices.peek()) forget(id);
  vi.unstubAllGlobals();
});

describe("arrangements on the server", () => {
  it("take over once what lay in the browser", async () => {
    save("room-own", [["t1", [0.5, 0, -0.5]]]);
    await open();
    expect([...kept.values()]).toEqual([
      { name: "My places", revision: 1, places: [{ track_id: "t1", x: 0.5, y: 0, z: -0.5 }] },
    ]);
    expect([saved("room-own", [1]), saved("room-own-unsent", 1)]).toEqual([[], null]);
    await open();
    expect([kept.size, ownPlaces.value.get("t1")]).toEqual([1, [0.5, 0, -0.5]]);
  });

  it("are made by the first track that is put somewhere, and follow each change and each step back", async () => {
    await open();
    expect([current.value, kept.size]).toEqual([null, 0]);
    putAt("t1", "A song", [0, 0, 0]);
    putAt("t2", "Another", [0, 0.5, 0]);
    await settled();
    const [one] = kept.values();
    expect([one?.name, one?.places.map((each) => each.track_id)]).toEqual(["My places", ["t1", "t2"]]);
    undoPlace();
    await settled();
    expect([...kept.values()][0]?.places.map((each) => each.track_id)).toEqual(["t1"]);
  });

  it("are named, chosen, renamed and deleted, and each has steps of its own", async () => {
    await open();
    await makeArrangement("One");
    putAt("t1", "A song", [0, 0, 0]);
    await makeArrangement("Two");
    expect([ownPlaces.value.size, undoPlace()]).toEqual([0, false]);
    await renameArrangement("Second");
    expect([...kept.values()].map(({ name, places }) => [name, places.length])).toEqual([
      ["One", 1],
      ["Second", 0],
    ]);
    const first = [...kept.keys()][0] ?? "";
    await chooseArrangement(first);
    expect([current.value?.name, ownPlaces.value.size, isOwnShown.value]).toEqual(["One", 1, true]);
    await deleteArrangement();
    expect([kept.has(first), ownPlaces.value.size, isOwnShown.value]).toEqual([false, 0, false]);
    takeBackLast();
    await settled();
    expect([kept.get(first)?.places.length, current.value?.name]).toEqual([1, "One"]);
  });

  it("show what another device has kept meanwhile, and bring back what was here by a step back", async () => {
    await open();
    putAt("t1", "A song", [0, 0, 0]);
    await settled();
    const [id] = kept.keys();
    kept.set(id ?? "", { name: "My places", revision: 7, places: [{ track_id: "other", x: 1, y: 1, z: 1 }] });
    putAt("t2", "Another", [0, 0.5, 0]);
    await settled();
    expect([[...ownPlaces.value.keys()], current.value?.revision]).toEqual([["other"], 7]);
    undoPlace();
    await settled();
    expect(kept.get(id ?? "")?.places.map((each) => each.track_id)).toEqual(["t1", "t2"]);
  });

  it("wait in the browser while the server is away, and nothing else is chosen meanwhile", async () => {
    await open();
    await makeArrangement("Kept");
    isDown = true;
    putAt("t1", "A song", [0, 0, 0]);
    await vi.waitFor(() => expect(keepProblem.value).toContain("not kept"));
    await chooseArrangement("another");
    expect(current.value?.name).toBe("Kept");
    end();
    const waiting = saved<unknown>("room-own-unsent", null);
    forgetAll();
    save("room-own-unsent", waiting);
    isDown = false;
    await open();
    expect([...kept.values()][0]?.places.length).toBe(1);
    expect([ownPlaces.value.size, keepProblem.value]).toEqual([1, ""]);
  });

  it("are made again when they were deleted elsewhere while one changes them", async () => {
    await open();
    putAt("t1", "A song", [0, 0, 0]);
    await settled();
    kept.clear();
    putAt("t2", "Another", [0, 0.5, 0]);
    await settled();
    expect([...kept.values()].map(({ places }) => places.length)).toEqual([2]);
  });

  it("of a guest stay in the browser", async () => {
    me.value = { scopes: ["play"], is_known: true } as never;
    await open();
    putAt("t1", "A song", [0, 0, 0]);
    await vi.waitFor(() => expect(keepProblem.value).toContain("guest"));
    expect(asked.filter((each) => each.startsWith("PUT"))).toEqual([]);
    expect(saved<{ places: unknown[] } | null>("room-own-unsent", null)?.places.length).toBe(1);
    save("room-own-unsent", null);
  });

  it("are twenty at most: one more is refused, and what is at hand stays", async () => {
    keepMany(20);
    await open();
    const before = current.value;
    await makeArrangement("More");
    expect([current.value, kept.size, isTold("20 arrangements")]).toEqual([before, 20, true]);
    await chooseArrangement("a7");
    expect(current.value?.name).toBe("No. 7");
  });

  it("that the server never took are told beside the picture, once, and can be deleted and made again", async () => {
    keepMany(20);
    const places = [["t1", [0, 0, 0]]];
    save("room-own-unsent", { id: "mine", name: "Mine", revision: 0, places });
    end = openArrangements();
    await vi.waitFor(() => expect(isTold("20 arrangements")).toBe(true));
    for (const { id } of notices.peek()) forget(id);
    await chooseArrangement("a7");
    expect([current.value?.id, isTold("20 arrangements")]).toEqual(["mine", false]);
    await deleteArrangement();
    expect([current.value, saved("room-own-unsent", 1)]).toEqual([null, null]);
    kept.delete("a0");
    takeBackLast();
    await settled();
    expect(kept.get("mine")?.places.length).toBe(1);
  });

  it("keep their own steps back: a notice of one takes nothing back in another", async () => {
    keepMany(2);
    await open();
    putAt("t1", "A song", [0, 0, 0]);
    await settled();
    await chooseArrangement(current.value?.id === "a0" ? "a1" : "a0");
    const chosen = current.value?.id ?? "";
    putAt("t2", "Another", [0, 0.5, 0]);
    const [first] = notices.value;
    first?.undo?.();
    await settled();
    expect(kept.get(chosen)?.places.map((each) => each.track_id)).toEqual(["t2"]);
  });

  it("have what was moved in them, also while another one is on its way", async () => {
    keepMany(2);
    await open();
    const ask = fetch;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      if (path.endsWith("/a1") && ownPlaces.peek().size === 0) putAt("t1", "A song", [0, 0, 0]);
      return ask(path, init);
    });
    await chooseArrangement("a1");
    await settled();
    expect([kept.get("a0")?.places.length, kept.get("a1")?.places.length, current.value?.id]).toEqual([1, 0, "a1"]);
  });

  it("are not left where what was moved meanwhile could not be kept", async () => {
    keepMany(2);
    await open();
    const ask = fetch;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      const answered = ask(path, init);
      isDown = true;
      putAt("t1", "A song", [0, 0, 0]);
      return answered;
    });
    await chooseArrangement("a1");
    expect([current.value?.id, ownPlaces.value.size]).toEqual(["a0", 1]);
    vi.stubGlobal("fetch", ask);
    isDown = false;
    await settled();
    expect([kept.get("a0")?.places.length, kept.get("a1")?.places.length]).toEqual([1, 0]);
  });

  it("stay deleted when what was sent before is answered after that", async () => {
    keepMany(1);
    await open();
    const ask = fetch;
    let answerPut = (): void => undefined;
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      if (init?.method === "DELETE") putAt("t1", "A song", [0, 0, 0]);
      const answered = ask(path, init);
      return init?.method === "PUT"
        ? new Promise((resolve) => {
            answerPut = () => resolve(answered);
          })
        : answered;
    });
    await deleteArrangement();
    answerPut();
    await settled();
    expect([current.value, kept.size, arrangements.value]).toEqual([null, 0, []]);
  });

  it("go on where only the answer was lost, with what was moved meanwhile", async () => {
    await open();
    putAt("t1", "A song", [0, 0, 0]);
    await settled();
    isDeaf = true;
    putAt("t2", "Another", [0, 0.5, 0]);
    await vi.waitFor(() => expect(keepProblem.value).toContain("not kept"));
    isDeaf = false;
    putAt("t3", "A third", [0.5, 0, 0]);
    await settled();
    expect([...kept.values()][0]?.places.map((each) => each.track_id)).toEqual(["t1", "t2", "t3"]);
    expect([isTold("elsewhere"), ownPlaces.value.size, keepProblem.value]).toEqual([false, 3, ""]);
  });

  it("that wait are those of who listens, which is known first", async () => {
    const waiting = { id: "mine", name: "Mine", revision: 0, listener_id: "l1", places: [["t1", [0, 0, 0]]] };
    save("room-own-unsent", waiting);
    isMeAsked.value = false;
    end = openArrangements();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toEqual([]);
    me.value = { listener_id: "l2", scopes: ["write"] } as never;
    isMeAsked.value = true;
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await settled();
    expect([kept.size, saved("room-own-unsent", 1)]).toEqual([0, null]);
    save("room-own-unsent", { ...waiting, listener_id: "l2" });
    await open();
    expect(kept.get("mine")?.places.length).toBe(1);
  });
});
