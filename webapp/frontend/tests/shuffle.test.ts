import { describe, expect, it } from "vitest";
import { nextShuffling, shuffleAlbums, shuffleTracks } from "../src/rules/playing/shuffle";

/** A generator with a seed (mulberry32): the same order in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `a1` is track 1 of artist a; `-` is nobody known. */
const artistOf = (track: string): string => (track.startsWith("-") ? "" : (track[0] ?? ""));
const of = (artist: string, n: number): string[] => Array.from({ length: n }, (_, at) => `${artist}${at}`);
const inARow = (tracks: readonly string[], after = ""): number =>
  tracks.filter((track, at) => {
    const before = at === 0 ? after : artistOf(tracks[at - 1] ?? "");
    return artistOf(track) !== "" && artistOf(track) === before;
  }).length;

describe("shuffling by track", () => {
  it("keeps every track once", () => {
    const tracks = [...of("a", 5), ...of("b", 3), ...of("-", 4)];
    const order = shuffleTracks(tracks, { artistOf, random: seeded(1) });
    expect(order.toSorted()).toEqual(tracks.toSorted());
  });

  it.each([
    [[...of("a", 5), ...of("b", 2), ...of("c", 2)]],
    [[...of("a", 4), ...of("b", 4)]],
    [[...of("a", 10), ...of("b", 3), ...of("c", 3), ...of("d", 3)]],
  ])("lets no artist come twice in a row where that can be had", (tracks) => {
    for (let seed = 0; seed < 200; seed += 1) {
      const order = shuffleTracks(tracks, { artistOf, random: seeded(seed) });
      expect(inARow(order), order.join(" ")).toBe(0);
    }
  });

  it("does not begin with the artist that played before", () => {
    const tracks = [...of("a", 4), ...of("b", 4)];
    for (let seed = 0; seed < 100; seed += 1) {
      expect(inARow(shuffleTracks(tracks, { artistOf, after: "a", random: seeded(seed) }), "a")).toBe(0);
    }
  });

  it("repeats an artist as seldom as can be where there is too much of one", () => {
    const tracks = [...of("a", 8), ...of("b", 2)];
    for (let seed = 0; seed < 100; seed += 1) {
      expect(inARow(shuffleTracks(tracks, { artistOf, random: seeded(seed) }))).toBe(5);
    }
  });

  it("takes untagged tracks for those of many", () => {
    const order = shuffleTracks(of("-", 6), { artistOf, random: seeded(3) });
    expect(order).toHaveLength(6);
    expect(order).not.toEqual(of("-", 6));
  });

  it("gives every track the same chance to be first", () => {
    const firsts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed += 1) {
      const [first = ""] = shuffleTracks(["a0", "b0", "b1", "c0", "c1", "c2"], { artistOf, random: seeded(seed) });
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    for (const [, times] of firsts) expect(Math.abs(times / 3000 - 1 / 6)).toBeLessThan(0.03);
    expect(firsts.size).toBe(6);
  });
});

describe("shuffling by album", () => {
  const tracks = ["a0", "a1", "a2", "b0", "b1", "-0", "-1"];

  it("keeps albums whole and in their order", () => {
    const order = shuffleAlbums(tracks, { albumOf: artistOf, artistOf, random: seeded(2) }).join(" ");
    expect(order).toContain("a0 a1 a2");
    expect(order).toContain("b0 b1");
    expect(order.split(" ").toSorted()).toEqual(tracks.toSorted());
  });

  it("lets albums of one artist come apart", () => {
    const albums = ["a-1", "a-2", "b-1", "b-2"];
    for (let seed = 0; seed < 50; seed += 1) {
      const order = shuffleAlbums(albums, { albumOf: (track) => track, artistOf, random: seeded(seed) });
      expect(inARow(order), order.join(" ")).toBe(0);
    }
  });
});

it("goes round by track, by album, off", () => {
  expect(nextShuffling("off")).toBe("tracks");
  expect(nextShuffling("tracks")).toBe("albums");
  expect(nextShuffling("albums")).toBe("off");
});
