// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EntryAnswer, PlaylistDetail } from "../src/api/schema";
import { addTracks } from "../src/playlists/adding";
import { OpenPlaylist } from "../src/playlists/open_playlist";
import { applied, movedBy, newEntryId, newInvitation, placeAt, START, stayingAfter } from "../src/rules/playlists";
import { routeOf } from "../src/state/router";

const entry = (letter: string): EntryAnswer => ({
  entry_id: letter,
  track: null,
  title: letter,
  artist: "",
  album: "",
  duration_s: null,
  location: "",
});

const playlist = (letters: string, revision = 1): PlaylistDetail => ({
  playlist_id: "p",
  name: "Mine",
  description: "",
  folder: "",
  visibility: "private",
  owner: "anna",
  owner_name: "",
  is_own: true,
  may_edit: true,
  n_entries: letters.length,
  duration_s: 0,
  cover_urls: [],
  changed_at: "2026-01-05T12:00:00Z",
  revision,
  entries: [...letters].map(entry),
  n_missing: 0,
  collaborators: [],
  invitation: "",
});

const shown = (of: PlaylistDetail | null) => of?.entries.map(({ entry_id }) => entry_id).join("");
const move = (letters: string, after: string | null) => ({ kind: "move", entry_ids: [...letters], after }) as const;
const remove = (letters: string) => ({ kind: "remove", entry_ids: [...letters] }) as const;

describe("several entries", () => {
  const { entries } = playlist("abcdef");

  it("come behind the nearest that is not moved itself", () => {
    expect(stayingAfter(entries, ["c", "d"], "d")).toBe("b");
    expect(stayingAfter(entries, ["a"], "a")).toBe(START);
    expect(stayingAfter(entries, ["a"], "f")).toBe("f");
    expect(stayingAfter(entries, ["f"], null)).toBe(null);
    expect(stayingAfter(entries, ["f"], START)).toBe(START);
  });

  it("go one up or down together, and not past the ends", () => {
    expect(movedBy(entries, [2, 4], -1)).toBe("a");
    expect(movedBy(entries, [1], -1)).toBe(START);
    expect(movedBy(entries, [0, 3], -1)).toBe(null);
    expect(movedBy(entries, [2, 3], 1)).toBe("e");
    expect(movedBy(entries, [5], 1)).toBe(null);
  });
});

describe("operations on show", () => {
  it("move, remove and name as the server will", () => {
    expect(shown(applied(playlist("abc"), [move("c", START)]))).toBe("cab");
    expect(shown(applied(playlist("abc"), [move("a", "b")]))).toBe("bac");
    expect(shown(applied(playlist("abc"), [move("a", null)]))).toBe("bca");
    expect(shown(applied(playlist("abc"), [move("z", "a")]))).toBe("abc");
    expect(shown(applied(playlist("abc"), [remove("bz")]))).toBe("ac");
    expect(applied(playlist(""), [{ kind: "rename", name: "New" }]).name).toBe("New");
  });

  it("say a row by the entry above it", () => {
    const { entries } = playlist("abc");
    expect([0, 1, 2, 9].map((row) => placeAt(entries, row, "b"))).toEqual([START, "a", "c", "c"]);
  });

  it("are named so that nobody makes the same, and invitations cannot be guessed", () => {
    expect(newEntryId()).toMatch(/^[0-9a-f]{20}$/);
    expect(newInvitation()).toMatch(/^[0-9a-f]{32}$/);
    expect(newInvitation()).not.toBe(newInvitation());
  });
});

const answers: { body: unknown; reply: (answer: unknown, status?: number) => void }[] = [];

beforeEach(() => {
  answers.length = 0;
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    return new Promise((resolve) => {
      const reply = (answer: unknown, status = 200) => resolve(new Response(JSON.stringify(answer), { status }));
      answers.push({ body: init.body ? JSON.parse(String(init.body)) : null, reply });
    });
  });
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a playlist on show", () => {
  it("changes at once, in order, and takes the server's word when all is said", async () => {
    const open = new OpenPlaylist("p");
    open.show(playlist("abc"));
    const first = open.do([move("c", START)]);
    const second = open.do([remove("a")]);
    expect(shown(open.shown.value)).toBe("cb");
    await settled();
    expect(answers).toHaveLength(1);
    answers[0]?.reply({ playlist: playlist("cabx", 2), duplicates: [] });
    await first;
    expect(shown(open.shown.value)).toBe("cb");
    await settled();
    answers[1]?.reply({ playlist: playlist("cbx", 3), duplicates: [] });
    await second;
    expect(shown(open.shown.value)).toBe("cbx");
  });

  it("is read again when somebody else changed it, and not for what it knows", async () => {
    const open = new OpenPlaylist("p");
    open.show(playlist("abc", 4));
    open.hear({ playlist_id: "p", revision: 4, is_deleted: false });
    open.hear({ playlist_id: "q", revision: 9, is_deleted: false });
    expect(answers).toHaveLength(0);
    open.hear({ playlist_id: "p", revision: 5, is_deleted: false });
    answers[0]?.reply(playlist("abcd", 5));
    await settled();
    await settled();
    expect(shown(open.shown.value)).toBe("abcd");
  });

  it("is read again for what was told while something was under way", async () => {
    const open = new OpenPlaylist("p");
    open.show(playlist("abc"));
    const done = open.do([remove("a")]);
    await settled();
    open.hear({ playlist_id: "p", revision: 3, is_deleted: false });
    expect(answers).toHaveLength(1);
    answers[0]?.reply({ playlist: playlist("bc", 2), duplicates: [] });
    await done;
    answers[1]?.reply(playlist("bcd", 3));
    await settled();
    await settled();
    expect(shown(open.shown.value)).toBe("bcd");
  });

  it("stays on show when the server is away, without what it did not take", async () => {
    const open = new OpenPlaylist("p");
    open.show(playlist("abc"));
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    await open.do([remove("a")]);
    expect(shown(open.shown.value)).toBe("abc");
    expect(open.problem.value).toBeNull();
  });

  it("is shown as it is when the server refuses", async () => {
    const open = new OpenPlaylist("p");
    open.show(playlist("abc"));
    const done = open.do([remove("a")]);
    await settled();
    answers[0]?.reply({ title: "Forbidden", detail: "no" }, 403);
    await settled();
    await settled();
    answers[1]?.reply(playlist("abc"));
    await done;
    expect(shown(open.shown.value)).toBe("abc");
  });
});

describe("adding", () => {
  it("asks about what is there already, and adds nothing when the answer is no", async () => {
    const asked = vi.fn(async () => null);
    const done = addTracks("p", [{ track_id: "1" }], asked);
    answers[0]?.reply({ playlist: playlist("a"), duplicates: ["1"] });
    expect(await done).toMatchObject({ n: 0, playlist: null });
    expect(asked).toHaveBeenCalledWith(1);
    expect(answers).toHaveLength(1);
  });

  it("goes on as it was answered, also with the rest of many", async () => {
    const tracks = Array.from({ length: 401 }, (_, n) => ({ track_id: String(n) }));
    const asked = vi.fn(async () => "skip" as const);
    const done = addTracks("p", tracks, asked);
    answers[0]?.reply({ playlist: playlist("a"), duplicates: ["1"] });
    for (const at of [1, 2]) {
      await vi.waitFor(() => expect(answers[at]).toBeDefined());
      expect(answers[at]?.body).toMatchObject({ duplicates: "skip" });
      answers[at]?.reply({ playlist: playlist("a"), duplicates: [] });
    }
    await done;
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe("addresses", () => {
  it("of playlists are known", () => {
    expect(routeOf("/playlists")).toEqual({ name: "playlists", id: "" });
    expect(routeOf("/playlist/0a")).toEqual({ name: "playlist", id: "0a" });
  });
});
