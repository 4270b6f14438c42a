import { describe, expect, it } from "vitest";
import { clockTime, spokenLength } from "../src/rules/times";

describe("times", () => {
  it("read like a clock, also for three hours", () => {
    expect([0, 9.9, 61, 3 * 3600 + 62].map(clockTime)).toEqual(["0:00", "0:09", "1:01", "3:01:02"]);
  });

  it("say when a length is not known", () => {
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(clockTime)).toEqual(["–:––", "–:––", "–:––"]);
  });

  it("speak lengths of albums", () => {
    expect([20, 2400, 7300].map(spokenLength)).toEqual(["1 min", "40 min", "2 h 2 min"]);
  });
});
