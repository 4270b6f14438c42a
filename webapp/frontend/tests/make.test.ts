// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { addressOfAnchor, anchorOf, anchorsOf, anchorsText, anchorText, lengthOf } from "../src/make/anchors";
import { curveOf, curveText, N_POINTS, PRESETS } from "../src/make/curves";
import { MAKE_PAGES } from "../src/make/pages";
import { make } from "../src/messages/make";
import { toMake } from "../src/state/paths";
import { routeOf } from "../src/state/router";

describe("lists that are made", () => {
  it("have a page for each kind, with an address and a name", () => {
    expect(Object.keys(MAKE_PAGES)).toEqual(Object.keys(make.pages));
    for (const page of Object.keys(MAKE_PAGES)) expect(routeOf(toMake(page))).toEqual({ name: "make", id: page });
    expect(routeOf("/make/nothing").name).toBe("lost");
  });

  it("name what they are made of so that it comes back the same", () => {
    for (const id of ["12", "a,b:c/d", "Ünïcödé 🌊 & more", "100 %"]) {
      const anchor = { kind: "genre", id } as const;
      expect(anchorText(anchor)).not.toContain(",");
      expect(anchorOf(anchorText(anchor))).toEqual(anchor);
    }
    const pair = [{ kind: "track", id: "a,b" } as const, { kind: "mood", id: "calm" } as const];
    expect(anchorsOf(anchorsText(pair))).toEqual(pair);
    expect(anchorsOf(anchorsText([...pair, null]))).toEqual([...pair, null]);
    expect(anchorsOf(null)).toEqual([]);
  });

  it("take nothing for something that it is not", () => {
    for (const text of [null, "", "track:", "song:1", "track", "genre:%E0%A4%A"]) expect(anchorOf(text)).toBeNull();
  });

  it("ask for names only where the id is none", () => {
    expect(addressOfAnchor({ kind: "track", id: "a/b" })).toBe("/api/v1/tracks/a%2Fb");
    expect(addressOfAnchor({ kind: "album", id: "1" })).toBe("/api/v1/albums/1");
    expect(addressOfAnchor({ kind: "mood", id: "calm" })).toBeNull();
  });

  it("follow curves that come back the same, and no others", () => {
    for (const { energy, mood } of PRESETS) {
      expect(energy).toHaveLength(N_POINTS);
      expect(curveOf(curveText(energy))).toEqual(energy);
      expect(curveOf(curveText(mood))).toEqual(mood);
    }
    for (const text of [null, "", "1,2,3", "1,2,3,4,x", "1,2,3,4,101", "any"]) expect(curveOf(text)).toBeNull();
  });

  it("have a whole number of tracks within their bounds", () => {
    expect(lengthOf("25", 2, 100)).toBe(25);
    for (const text of ["", "1", "101", "2.5", "-3", "ten", "1e1"]) expect(lengthOf(text, 2, 100)).toBeNull();
  });
});
