// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { problemOf } from "../../src/api/client";
import { askGhost, ghostProblem, letGhostGo } from "../../src/room/asking_ghost";
import { followChosen, nodeProblem } from "../../src/room/chosen_node";
import { isNoMapYet } from "../../src/room/map/no_map";
import { loadMap, mapProblem, needColumns, openMap, openRows, quantities } from "../../src/room/map/store";
import { ghost, node } from "../../src/room/state";
import { go } from "../../src/state/router";
import { writeMap } from "../made_map";

const NAMES = ["genre", "tempo", "loudness", "brightness", "energy", "valence"];
const place = [0, 0, 0];
const column = (name: string) =>
  ({ name, unit: "", scale: "linear", low: 0, high: 1, categories: [], origin: "measured", bytes: [0] }) as const;
const track = { track_id: "t1", title: "One" };

/** A server that has the map `version`, and says of nodes and ghosts that they are of `answers`. */
class Server {
  version = "v1";
  answers = "v1";
  status = 200;
  readonly asked: string[] = [];
  /** Requests whose path begins so wait until `letGo`. */
  held = "-";
  private readonly waiting: (() => void)[] = [];

  readonly fetch = async (path: string): Promise<Response> => {
    const url = new URL(path, "http://here");
    this.asked.push(url.pathname + url.search);
    if (url.pathname.startsWith(this.held)) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.status !== 200) return new Response(JSON.stringify({ title: "trouble" }), { status: this.status });
    if (url.pathname === "/api/v1/map") {
      const columns = (url.searchParams.get("columns") ?? "").split(",").filter(Boolean).map(column);
      return new Response(writeMap({ places: [place], columns, version: this.version }));
    }
    return new Response(JSON.stringify(this.answer(url.pathname)));
  };

  letGo(): void {
    this.held = "-";
    for (const go of this.waiting.splice(0)) go();
  }

  nAsked(start: string): number {
    return this.asked.filter((path) => path.startsWith(start)).length;
  }

  private answer(path: string): unknown {
    if (path.endsWith("/quantities")) return { items: NAMES.map((name) => ({ name, is_available: true })) };
    const near = [{ row: 0, track, closeness: 1, is_kept: true }];
    if (path.endsWith("/ghost")) return { version: this.answers, position: place, nearest: near, knobs: [] };
    return { version: this.answers, row: 0, track, neighbours: near, connections: [], quantities: [] };
  }
}

let server = new Server();
let ends: (() => void)[] = [];

beforeEach(async () => {
  server = new Server();
  vi.stubGlobal("fetch", server.fetch);
  go("/room?at=t1");
  await loadMap();
  expect(openRows.value?.version).toBe("v1");
});

afterEach(() => {
  for (const end of ends) end();
  ends = [];
  letGhostGo();
  go("/room");
  openMap.value = null;
  quantities.value = [];
  node.value = null;
  vi.unstubAllGlobals();
});

describe("a map that was made anew meanwhile", () => {
  it("is loaded when the chosen track is answered from it, and no row of it is put into the old one", async () => {
    const old = openRows.peek();
    server.version = server.answers = "v2";
    ends.push(followChosen());
    await vi.waitFor(() => expect(node.value?.version).toBe("v2"));
    expect(openRows.value?.version).toBe("v2");
    expect(old?.trackAt(0)).toBeUndefined();
    expect(openRows.value?.trackAt(0)?.track_id).toBe("t1");
  });

  it("is loaded when a ghost is answered from it, and no row of it is put into the old one", async () => {
    const old = openRows.peek();
    server.version = server.answers = "v2";
    askGhost("t1", {});
    await vi.waitFor(() => expect(openRows.value?.version).toBe("v2"));
    expect(ghost.value).toBeNull();
    expect(old?.trackAt(0)).toBeUndefined();
    expect(ghostProblem.value).toBe(false);
  });

  it("is asked for once, also where that does not help, and then it is told", async () => {
    server.answers = "elsewhere";
    ends.push(followChosen());
    await vi.waitFor(() => expect(nodeProblem.value).not.toBeNull());
    expect(node.value).toBeNull();
    expect(server.nAsked("/api/v1/map?")).toBe(2);
  });

  it("comes with the columns that are on show", async () => {
    await needColumns(["energy"]);
    server.version = server.answers = "v2";
    ends.push(followChosen());
    await vi.waitFor(() => expect(openRows.value?.version).toBe("v2"));
    expect([...(openMap.value?.map.columns.keys() ?? [])]).toContain("energy");
  });

  it("leaves the one before open when it cannot be loaded", async () => {
    server.status = 500;
    await loadMap();
    expect(openRows.value?.version).toBe("v1");
    expect(mapProblem.value).not.toBeNull();
    server.status = 200;
    await loadMap();
    expect(mapProblem.value).toBeNull();
  });
});

describe("that there is no map yet", () => {
  const problem = (status: number, kind: string, detail: string) =>
    problemOf(status, JSON.stringify({ type: `urn:segue:problem:${kind}`, title: "Service Unavailable", detail }));

  it("is said only where the server says so", () => {
    expect(isNoMapYet(problem(503, "not-ready", "there is no map yet; run `segue build map`"))).toBe(true);
    expect(isNoMapYet(problem(503, "not-ready", "there is no similarity index yet; run `segue build index`"))).toBe(
      false,
    );
    expect(isNoMapYet(problem(503, "too-busy", "too many ask at once"))).toBe(false);
    expect(isNoMapYet(problem(503, "server-unavailable", "the database is away"))).toBe(false);
    expect(isNoMapYet(problem(404, "not-found", "no such page"))).toBe(false);
    expect(isNoMapYet(problemOf(503, "<html>"))).toBe(false);
    expect(isNoMapYet(new TypeError("no"))).toBe(false);
  });
});

describe("columns", () => {
  it("that are on their way are not asked for again", async () => {
    server.held = "/api/v1/map";
    const both = [needColumns(["energy"]), needColumns(["energy"])];
    server.letGo();
    await Promise.all(both);
    expect(server.asked.filter((path) => path.includes("energy"))).toEqual(["/api/v1/map?columns=energy"]);
    expect(openMap.value?.map.columns.has("energy")).toBe(true);
  });

  it("can be asked for again after a failure", async () => {
    server.status = 500;
    await expect(needColumns(["energy"])).rejects.toThrow();
    server.status = 200;
    await needColumns(["energy"]);
    expect(openMap.value?.map.columns.has("energy")).toBe(true);
  });
});

describe("a ghost", () => {
  it("that is answered after its knobs were closed is dropped", async () => {
    server.held = "/api/v1/map/ghost";
    askGhost("t1", {});
    letGhostGo();
    server.letGo();
    server.held = "/api/v1/map/ghost";
    askGhost("t1", { tempo: 1 });
    await vi.waitFor(() => expect(server.nAsked("/api/v1/map/ghost")).toBe(2));
    expect(ghost.value).toBeNull();
    server.letGo();
    await vi.waitFor(() => expect(ghost.value).not.toBeNull());
  });
});
