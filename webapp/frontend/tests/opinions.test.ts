import { describe, expect, it } from "vitest";
import {
  type Change,
  type Feeling,
  isAway,
  merged,
  NO_OPINIONS,
  ON_ITS_WAY_MS,
  onTheirWay,
  withFeeling,
} from "../src/rules/opinions";

const away = (scope: "track" | "artist", artistId: string | null = "x"): Feeling => ({ is: "away", scope, artistId });
const change = (trackId: string, feeling: Feeling, at_ms = 0): Change => ({ trackId, feeling, at_ms });

describe("opinions", () => {
  it("a like takes a refusal back, and the other way round; the newest refusal stands first", () => {
    const some = merged(NO_OPINIONS, [
      change("a", { is: "liked" }),
      change("b", away("track")),
      change("a", away("artist")),
    ]);
    expect([[...some.liked], [...some.away.keys()]]).toEqual([[], ["a", "b"]]);
    expect([...withFeeling(some, "a", { is: "liked" }).away.keys()]).toEqual(["b"]);
    expect(withFeeling(some, "b", { is: "none" }).away.has("b")).toBe(false);
  });

  it("what this browser did a moment ago outlasts what the server knew before", () => {
    const told = { liked: new Set(["a"]), away: new Map() };
    const changes = onTheirWay([change("a", { is: "none" }, 1_000)], 2_000);
    expect(merged(told, changes).liked.has("a")).toBe(false);
    expect(merged(told, onTheirWay(changes, 1_001 + ON_ITS_WAY_MS)).liked.has("a")).toBe(true);
  });

  it("keeps the newest change of each track only", () => {
    const changes = [change("a", { is: "liked" }, 1), change("b", { is: "liked" }, 2), change("a", { is: "none" }, 3)];
    expect(onTheirWay(changes, 4).map((each) => [each.trackId, each.feeling.is])).toEqual([
      ["b", "liked"],
      ["a", "none"],
    ]);
  });

  it("a refused artist takes all their tracks along; tracks without an artist have none in common", () => {
    const { away: refused } = withFeeling(NO_OPINIONS, "a", away("artist", "x"));
    expect(isAway(refused, { track_id: "b", artist_id: "x" })).toBe(true);
    expect(isAway(refused, { track_id: "b", artist_id: "y" })).toBe(false);
    const nameless = withFeeling(NO_OPINIONS, "a", away("artist", null)).away;
    expect(isAway(nameless, { track_id: "b", artist_id: null })).toBe(false);
    expect(isAway(withFeeling(NO_OPINIONS, "a", away("track")).away, { track_id: "b", artist_id: "x" })).toBe(false);
  });
});
