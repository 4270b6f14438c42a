// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Slate } from "../src/api/records";
import { playing, playingTrack } from "../src/state/player/queue";
import { arrive, moodOn, openRadio, playMood, stopRadio } from "../src/state/stream/radio";
import { slate } from "../src/state/stream/slate";

const slateOf = (ids: string, made: number): Slate => ({
  slate_id: `${ids}-${made}`,
  listener_id: "l",
  picks: [...ids].map((id) => ({ track_id: id, score: 1, source: "taste", reason: "", contributions: {} })),
  model_version: "v",
  made_at: new Date(made).toISOString(),
  caused_by: "",
  because: "",
  shared: "",
  message: "",
});

describe("mood radio", () => {
  let asked: string[];
  let answer: Slate;

  beforeEach(() => {
    asked = [];
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      const query = new URL(path, "http://here").searchParams;
      const items = (query.get("ids") ?? "")
        .split(",")
        .map((track_id) => ({ track_id, title: track_id, playable: "no", audio_url: "", artist: "" }));
      return new Response(
        JSON.stringify(path.includes("/slate") ? answer : { items, total: items.length, next_cursor: null }),
      );
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("plays the first pick of the mood, shows its slate, asks again, and gives the usual slate back", async () => {
    openRadio();
    await arrive(slateOf("xyz", 5_000));
    expect(slate.value?.picks[0]?.track_id).toBe("x");

    answer = slateOf("abc", 1_000);
    await playMood("Calm");
    expect([moodOn.value, playing.value?.trackId, playingTrack.value?.title]).toEqual(["Calm", "a", "a"]);
    expect(slate.value?.slate_id).toBe("abc-1000");
    expect(asked.filter((path) => path === "/api/v1/slate?mood=calm").length).toBeGreaterThan(0);

    answer = slateOf("bcd", 2_000);
    await arrive(slateOf("uvw", 6_000));
    await vi.waitFor(() => expect(slate.value?.slate_id).toBe("bcd-2000"));

    stopRadio();
    await vi.waitFor(() => expect(slate.value?.slate_id).toBe("uvw-6000"));
    expect(moodOn.value).toBeNull();
  });

  it("does not start without the server", async () => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ detail: "no mood model yet" }), { status: 503 }));
    await playMood("Sad");
    expect(moodOn.value).toBeNull();
  });
});
