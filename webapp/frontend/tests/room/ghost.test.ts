// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { askGhost, ghostProblem } from "../../src/room/asking_ghost";
import { chosenId, ghost } from "../../src/room/state";
import { go } from "../../src/state/router";

const answerOf = (tempo: number) => ({
  version: "v1",
  position: [0, 0, 0],
  spread: [0.1, 0.1, 0.1],
  n_like: 3,
  is_empty: false,
  knobs: [{ name: "tempo", unit: "BPM", value: tempo, original: 100, low: 50, high: 200 }],
  nearest: [],
  moods: null,
  popularity: null,
});

/** Answers that are given when the test says so. */
function heldServer() {
  const asked: { readonly url: URL; readonly answer: (status?: number) => void }[] = [];
  vi.stubGlobal(
    "fetch",
    (path: string) =>
      new Promise<Response>((resolve) => {
        const url = new URL(path, "http://here");
        const answer = (status = 200) =>
          resolve(new Response(JSON.stringify(answerOf(Number(url.searchParams.get("tempo") ?? 100))), { status }));
        asked.push({ url, answer });
      }),
  );
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("the ghost", () => {
  it("is asked for once at a time, and then only for the newest wish", async () => {
    go("/room?at=t1");
    expect(chosenId.value).toBe("t1");
    const asked = heldServer();
    askGhost("t1", { tempo: 110 });
    for (const tempo of [115, 120, 140]) askGhost("t1", { tempo });
    expect(asked.length).toBe(1);
    asked[0]?.answer();
    await vi.waitFor(() => expect(asked.length).toBe(2));
    expect(asked[1]?.url.searchParams.get("tempo")).toBe("140");
    expect(ghost.value?.knobs[0]?.value).toBe(110);
    asked[1]?.answer();
    await vi.waitFor(() => expect(ghost.value?.knobs[0]?.value).toBe(140));
    expect(asked.length).toBe(2);
  });

  it("of a track that one has left is not shown", async () => {
    go("/room?at=t1");
    const asked = heldServer();
    ghost.value = null;
    askGhost("t1", {});
    go("/room?at=t2");
    askGhost("t2", {});
    asked[0]?.answer();
    await vi.waitFor(() => expect(asked.length).toBe(2));
    expect(ghost.value).toBeNull();
    asked[1]?.answer();
    await vi.waitFor(() => expect(ghost.value).not.toBeNull());
  });

  it("stays as it was when there is no answer, and that is told", async () => {
    go("/room?at=t1");
    const asked = heldServer();
    askGhost("t1", { tempo: 130 });
    asked[0]?.answer(500);
    await vi.waitFor(() => expect(ghostProblem.value).toBe(true));
    askGhost("t1", { tempo: 131 });
    await vi.waitFor(() => expect(asked.length).toBe(2));
    asked[1]?.answer();
    await vi.waitFor(() => expect(ghostProblem.value).toBe(false));
  });
});
