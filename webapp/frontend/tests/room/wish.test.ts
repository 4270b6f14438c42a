import { describe, expect, it } from "vitest";
import type { Knob } from "../../src/room/map/records";
import { nameOfWish } from "../../src/room/panels/wish";

const knob = (name: string, value: number, original = 0.5): Knob => ({
  name,
  unit: "",
  value,
  original,
  low: 0,
  high: 1,
});

describe("the name of a wish", () => {
  it("says what was turned, the most first, and leaves out what hardly was", () => {
    expect(nameOfWish("A song", [knob("energy", 0.4), knob("tempo", 0.9), knob("valence", 0.51)])).toBe(
      "A song, but faster and calmer",
    );
    const many = ["tempo", "energy", "valence", "loudness"].map((name, at) => knob(name, 0.6 + at / 10));
    expect(nameOfWish("A song", many)).toBe("A song, but louder, happier and more energetic");
  });

  it("is that of the track while no knob is turned", () => {
    expect(nameOfWish("A song", [knob("tempo", 0.5)])).toBe("A song");
  });

  it("does not divide by a range of nothing", () => {
    expect(nameOfWish("A song", [{ ...knob("tempo", 1, 1), low: 1, high: 1 }])).toBe("A song");
  });
});
