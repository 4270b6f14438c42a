// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { roomSays } from "../../src/messages/room/room";
import { nKnown } from "../../src/room/map/columns";
import type { Column } from "../../src/room/map/read_map";
import type { NodeAnswer, Region } from "../../src/room/map/records";
import { followSaid } from "../../src/room/saying";
import { node, nodeWords } from "../../src/room/state";
import { countWithin, wordsFromAbove, wordsOfValues } from "../../src/room/where";

const nodeOf = (title: string, region: string) =>
  ({ track: { track_id: title, title, artist: "Someone" }, region, neighbours: [1, 2, 3] }) as unknown as NodeAnswer;

const tempo: Column = {
  name: "tempo",
  unit: "BPM",
  scale: "linear",
  low: 0,
  high: 254,
  categories: [],
  origin: "measured",
  bytes: new Uint8Array(),
};
const genre: Column = { ...tempo, name: "genre", unit: "", scale: "categories", categories: ["rock", "folk"] };

afterEach(() => {
  node.value = null;
});

describe("what is said of the chosen track", () => {
  it("changes with each step and is gone when nothing is chosen", () => {
    const end = followSaid();
    expect(nodeWords.value).toBe("");
    node.value = nodeOf("One", "drone");
    expect(nodeWords.value).toBe("One by Someone. In drone. 3 neighbours.");
    node.value = nodeOf("Two", "");
    expect(nodeWords.value).toBe("Two by Someone. 3 neighbours.");
    node.value = null;
    expect(nodeWords.value).toBe("");
    end();
  });
});

describe("what is said of a level", () => {
  it("is of the tracks with a known value, and never of all of them", () => {
    expect(roomSays.node.level(0.999, 1_234)).toBe("higher than 99 % of the 1,234 tracks with a known value");
    expect(roomSays.node.level(1, null)).toBe("higher than 99 % of the tracks with a known value");
    expect(roomSays.node.level(0.296, null)).toContain("29 %");
    expect(nKnown(Uint8Array.of(0, 255, 254, 255))).toBe(2);
  });
});

describe("what is said of the neighbours", () => {
  it("makes sense of a room of one, of two and of many", () => {
    expect(roomSays.node.neighboursHint(0, 0)).toBe("There is no other track to compare it with.");
    expect(roomSays.node.neighboursHint(1, 1)).toBe("The only other track.");
    expect(roomSays.node.neighboursHint(15, 9)).toContain("The 15 nearest");
    expect(roomSays.said.at("One", "Someone", "", 1)).toBe("One by Someone. 1 neighbour.");
  });
});

describe("what is said of songs near a ghost", () => {
  it("is a word, for their weight is no percentage", () => {
    const atWidths = (widths: number) => roomSays.knobs.near(Math.exp(-0.5 * widths ** 2));
    expect([0, 0.9, 1.9, 2.5, 9].map(atWidths)).toEqual(["very like", "very like", "near", "far", "far"]);
  });
});

describe("what is said of a place", () => {
  it("names no parts where the room has none", () => {
    expect(wordsFromAbove([], 0, 0)).toBe("");
    expect(roomSays.said.near("", 2, "")).toBe("2 tracks around.");
    const far: Region = { name: "drone", centre: [9, 9, 9], radius: 0.1, n_tracks: 9 };
    expect(wordsFromAbove([far], 0, 0)).toBe(roomSays.said.nowhere);
  });

  it("is the values there, along axes", () => {
    expect(wordsOfValues([tempo, genre], [0, 0.9])).toBe("About Tempo 127 BPM, Genre folk");
    expect(wordsOfValues([tempo, genre], [1.1, -0.9])).toBe("About Genre rock");
    expect(wordsOfValues([tempo, genre], [1.1, -1.12])).toBe("Outside of the axes");
  });

  it("counts every track around, however many they are", () => {
    const places = Float32Array.from({ length: 300 }, (_, at) => (at < 150 ? 0.01 : 0.9));
    expect(countWithin(places, 0, 0, 0, 0.1)).toBe(50);
    expect(countWithin(places, 0, 0, 0, 9)).toBe(100);
  });

  it("is the part one sees from above, however high it is", () => {
    const regions: readonly Region[] = [{ name: "drone", centre: [0.5, 0.9, 0], radius: 0.2, n_tracks: 3 }];
    expect(wordsFromAbove(regions, 0.5, 0)).toBe("In drone");
    expect(wordsFromAbove(regions, -0.9, 0)).toBe("Between the named parts");
  });
});
