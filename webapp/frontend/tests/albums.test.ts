import { describe, expect, it } from "vitest";
import type { Album, Track } from "../src/api/records";
import { byYear, discsOf } from "../src/rules/albums";

const album = (title: string, year: number | null): Album => ({ title, year }) as Album;
const track = (track_id: string): Track => ({ track_id }) as Track;

describe("albums of an artist", () => {
  it("stand by year, undated ones last, and in a year by title", () => {
    const some = [album("None", null), album("Late", 2020), album("Part 10", 1999), album("Part 9", 1999)];
    expect(byYear(some).map((each) => each.title)).toEqual(["Part 9", "Part 10", "Late", "None"]);
  });
});

describe("discs", () => {
  const discs = [
    { number: 1, n_tracks: 2, duration_s: 120 },
    { number: 2, n_tracks: 1, duration_s: 60 },
  ];

  it("are the album in parts, each knowing where it begins", () => {
    const parts = discsOf({ discs }, ["a", "b", "c"].map(track));
    expect(parts.map(({ from, tracks }) => [from, tracks.map((each) => each.track_id).join("")])).toEqual([
      [0, "ab"],
      [2, "c"],
    ]);
  });

  it("are empty while no track is known", () => {
    expect(discsOf({ discs }, []).map((disc) => disc.tracks.length)).toEqual([0, 0]);
  });
});
