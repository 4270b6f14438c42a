import { describe, expect, it } from "vitest";
import { advanced, ended, left, newPlay, type PlayLog, sounded } from "../src/rules/playing/play_log";

function listened(log: PlayLog, from_s: number, to_s: number): { log: PlayLog; reports: string[] } {
  let now = log;
  const reports: string[] = [];
  for (let at = from_s; at <= to_s; at += 0.25) {
    const [next, made] = advanced(now, at);
    now = next;
    reports.push(...made);
  }
  return { log: now, reports };
}

describe("play log", () => {
  it("starts once, at the first sound", () => {
    const [log, first] = sounded(newPlay("a"));
    expect(first).toEqual(["started"]);
    expect(sounded(log)[1]).toEqual([]);
  });

  it("reports progress every 15 seconds of listening", () => {
    const [log] = sounded(newPlay("a"));
    expect(listened(log, 0, 46).reports).toEqual(["progressed", "progressed", "progressed"]);
  });

  it("does not count seeking as listening", () => {
    const [log] = sounded(newPlay("a"));
    const jumped = advanced(listened(log, 0, 5).log, 120);
    expect([jumped[1], jumped[0].heard_s]).toEqual([[], 5]);
  });

  it("says finished or skipped only of what sounded", () => {
    const [log] = sounded(newPlay("a"));
    expect([ended(log), left(log, "skipped")]).toEqual([["finished"], ["skipped"]]);
    expect([ended(newPlay("a")), left(newPlay("a"), "skipped")]).toEqual([[], []]);
  });
});
