import { describe, expect, it } from "vitest";
import { contrast, mainHue, parseColour, READABLE, type Rgb, readableAccent } from "../src/rules/colours";

const DARK: Rgb[] = [
  [18, 16, 14],
  [45, 40, 36],
];
const LIGHT: Rgb[] = [
  [255, 253, 250],
  [232, 224, 214],
];

describe("accent", () => {
  it("can be read on every surface, for every hue, in both themes", () => {
    for (let hue = 0; hue < 360; hue += 10) {
      for (const [surfaces, isDark] of [
        [DARK, true],
        [LIGHT, false],
      ] as const) {
        const accent = readableAccent(hue, 0.9, surfaces, isDark);
        expect(accent, `hue ${hue}`).not.toBeNull();
        for (const surface of surfaces) expect(contrast(accent ?? [0, 0, 0], surface)).toBeGreaterThanOrEqual(READABLE);
      }
    }
  });

  it("is not made when no lightness can be read", () => {
    expect(readableAccent(200, 0.8, [[128, 128, 128]], true)).toBeNull();
  });

  it("takes the main hue of a picture and none of a grey one", () => {
    const blue = Array.from({ length: 64 }, () => [20, 40, 200, 255]).flat();
    expect(mainHue(blue)?.hue).toBeCloseTo(232.5, 0);
    expect(mainHue(Array.from({ length: 64 }, () => [90, 90, 90, 255]).flat())).toBeNull();
    expect(mainHue([])).toBeNull();
  });

  it("reads tokens", () => {
    expect(parseColour(" #ff9d5c ")).toEqual([255, 157, 92]);
    expect(parseColour("red")).toBeNull();
  });
});
