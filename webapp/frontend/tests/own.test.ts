import { describe, expect, it } from "vitest";
import type { Album, Track } from "../src/api/records";
import { ON_ITS_WAY_MS } from "../src/rules/opinions";
import { notShown, onceAnAlbum, shortMoment } from "../src/rules/playing/played";
import { mergedRatings, pressed, ratingsOnTheirWay, withRating } from "../src/rules/ratings";

const change = (trackId: string, rating: number, at_ms = 0) => ({ trackId, rating, at_ms });
const track = (track_id: string, album_id: string) => ({ track_id, album_id }) as Track;

describe("stars", () => {
  it("are put in the place of others, and taken back by none", () => {
    const some = mergedRatings(new Map([["a", 2]]), [change("a", 5), change("b", 3)]);
    expect([...some]).toEqual([
      ["a", 5],
      ["b", 3],
    ]);
    expect([...withRating(some, change("a", 0)).keys()]).toEqual(["b"]);
  });

  it("that were given a moment ago outlast what the server knew before", () => {
    const changes = ratingsOnTheirWay([change("a", 1, 0), change("a", 4, 1_000)], 2_000);
    expect(changes).toEqual([change("a", 4, 1_000)]);
    expect(mergedRatings(new Map([["a", 2]]), changes).get("a")).toBe(4);
    expect(ratingsOnTheirWay(changes, 1_001 + ON_ITS_WAY_MS)).toEqual([]);
  });

  it("are taken back by the same star again", () => {
    expect([pressed(0, 3), pressed(3, 3), pressed(3, 4)]).toEqual([3, 0, 4]);
  });
});

describe("plays", () => {
  it("are told as short as they can be understood", () => {
    const now = new Date(2026, 10, 29, 13, 0);
    const told = (...at: [number, number, number, number?, number?]) => shortMoment(new Date(...at).toISOString(), now);
    expect(told(2026, 10, 29, 9, 5)).toBe("09:05");
    expect(told(2026, 10, 28, 23, 59)).toBe("Nov 28");
    expect(told(2025, 10, 29)).toBe("Nov 2025");
    expect(shortMoment(null, now)).toBe("");
  });

  it("make a row in which each album stands once, and tracks without one each", () => {
    const tracks = [track("1", "a"), track("2", "a"), track("3", ""), track("4", ""), track("3", ""), track("5", "b")];
    expect(onceAnAlbum(tracks, 9).map((each) => each.track_id)).toEqual(["1", "3", "4", "5"]);
    expect(onceAnAlbum(tracks, 2)).toHaveLength(2);
  });

  it("leave out albums that a row above has shown", () => {
    const albums = ["a", "b", "c"].map((album_id) => ({ album_id }) as Album);
    expect(notShown(albums, new Set(["b"]), 9).map((each) => each.album_id)).toEqual(["a", "c"]);
  });
});
