import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveAnswer } from "../src/lab/popularity/live_answer";

type Settle = {
  readonly question: number;
  readonly resolve: (answer: string) => void;
  readonly reject: (why: Error) => void;
};

describe("answers while dragging", () => {
  let frames: (() => void)[];
  const frame = async () => {
    for (const run of frames.splice(0)) run();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };

  beforeEach(() => {
    frames = [];
    vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
    vi.stubGlobal("cancelAnimationFrame", () => frames.splice(0));
  });
  afterEach(() => vi.unstubAllGlobals());

  function watched(): { live: LiveAnswer<number, string>; asked: Settle[] } {
    const asked: Settle[] = [];
    const live = new LiveAnswer<number, string>(
      (question) => new Promise((resolve, reject) => asked.push({ question, resolve, reject })),
    );
    return { live, asked };
  }

  it("asks once a frame, for the newest value", async () => {
    const { live, asked } = watched();
    for (const value of [1, 2, 3]) live.ask(value);
    await frame();
    expect(asked.map((each) => each.question)).toEqual([3]);
  });

  it("has one question on the way; the newest of those that came meanwhile goes next", async () => {
    const { live, asked } = watched();
    live.ask(1);
    await frame();
    for (const value of [2, 3, 4]) live.ask(value);
    await frame();
    expect(asked).toHaveLength(1);
    asked[0]?.resolve("one");
    await frame();
    expect(live.answer.value).toBe("one");
    await frame();
    expect(asked.map((each) => each.question)).toEqual([1, 4]);
    asked[1]?.resolve("four");
    await frame();
    expect(live.answer.value).toBe("four");
  });

  it("keeps the last answer on show when a question is refused, and goes on", async () => {
    const { live, asked } = watched();
    live.ask(1);
    await frame();
    asked[0]?.resolve("one");
    await frame();
    live.ask(2);
    await frame();
    asked[1]?.reject(new Error("out of range"));
    await frame();
    expect([live.answer.value, live.problem.value instanceof Error]).toEqual(["one", true]);
    live.ask(3);
    await frame();
    asked[2]?.resolve("three");
    await frame();
    expect([live.answer.value, live.problem.value]).toEqual(["three", null]);
  });

  it("is silent after its page was left", async () => {
    const { live, asked } = watched();
    live.ask(1);
    await frame();
    live.close();
    asked[0]?.resolve("late");
    await frame();
    live.ask(2);
    await frame();
    expect([live.answer.value, asked.length]).toEqual([null, 1]);
  });
});
