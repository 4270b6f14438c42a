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
import { me } from "../../src/state/me";
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
    if (stored && stored.revision !== sent.revision) return told(409, { detail: "changed elsewhere" });
    kept.set(id, { ...sent, revision: sent.revision + 1 });
    return told(200, one(id));
  }
  if (!stored) return told(404, { detail: "no such" });
  if (method === "GET") return told(200, one(id));
  kept.delete(id);
  return told(200, { arrangement_id: id });
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
  me.value = null;
  forgetAll();
  arrangements.value = [];
  for (const name of ["room-own", "room-arrangement"]) save(name, name === "room-own" ? [] : "");
  vi.stubGlobal("fetch", (path: string, { method = "GET", body = "" }: { method?: string; body?: string } = {}) =>
    isDown ? Promise.reject(new TypeError("no way")) : Promise.resolve(answer(method, path, body)),
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
});
