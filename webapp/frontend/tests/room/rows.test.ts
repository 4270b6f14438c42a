import { afterEach, describe, expect, it, vi } from "vitest";
import type { Track } from "../../src/api/records";
import { RowTracks } from "../../src/room/map/row_tracks";

const track = (id: string): Track => ({ track_id: id, title: id }) as unknown as Track;

function answerWith(answer: (url: URL) => unknown, status = 200) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (path: string) => {
    const url = new URL(path, "http://here");
    asked.push(url.pathname + url.search);
    return Promise.resolve(new Response(JSON.stringify(answer(url)), { status }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("rows and tracks", () => {
  it("asks once for the rows of what is known already", async () => {
    const asked = answerWith((url) => ({
      items: (url.searchParams.get("track_ids") ?? "")
        .split(",")
        .map((id) => ({ track_id: id, row: id === "b" ? null : 7 })),
    }));
    const rows = new RowTracks("v1", () => undefined);
    expect(await rows.find(["a", "b", "a"])).toEqual([7, null, 7]);
    expect(await rows.find(["b", "a"])).toEqual([null, 7]);
    expect(asked).toEqual(["/api/v1/map/rows?version=v1&track_ids=a,b"]);
  });

  it("gathers what is wanted in one moment into one request", async () => {
    const asked = answerWith((url) => ({
      items: (url.searchParams.get("rows") ?? "")
        .split(",")
        .map((row) => ({ row: Number(row), track: track(`t${row}`) })),
    }));
    const rows = new RowTracks("v1", () => undefined);
    rows.want([1, 2]);
    rows.want([2, 3]);
    await vi.waitFor(() => expect(rows.turn.value).toBe(1));
    expect(asked).toEqual(["/api/v1/map/tracks?version=v1&rows=1,2,3"]);
    expect(rows.trackAt(3)?.track_id).toBe("t3");
    expect(rows.rowOf("t2")).toBe(2);
  });

  it("tells when the map is another, and gives no wrong rows", async () => {
    answerWith(() => ({ title: "another map" }), 409);
    const lost = vi.fn();
    const rows = new RowTracks("old", lost);
    expect(await rows.find(["a"])).toEqual([null]);
    expect(lost).toHaveBeenCalledOnce();
  });
});
