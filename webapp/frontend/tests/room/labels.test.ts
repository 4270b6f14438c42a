// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Label, Labels } from "../../src/room/drawing/labels";
import { project } from "../../src/room/drawing/project";

/** Looks along -z from (0, 0, 2) with a field of view of 90 degrees, 16 numbers by column. */
const MATRIX = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, -1, 0, 0, 2, 2];
const [WIDTH, HEIGHT, PX_PER_UNIT] = [400, 400, 200];

const region = (key: string, place: readonly number[], radius = 1): Label => ({
  key,
  words: key,
  place,
  kind: "region",
  radius,
});

function shownIn(home: HTMLElement): readonly string[] {
  return [...home.children]
    .filter((each): each is HTMLElement => each instanceof HTMLElement && Number(each.style.opacity) > 0)
    .map((each) => each.textContent ?? "");
}

describe("words over the picture", () => {
  const spies: { mockRestore: () => void }[] = [];
  beforeAll(() => {
    spies.push(vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(80));
    spies.push(vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(20));
  });
  afterAll(() => {
    for (const spy of spies) spy.mockRestore();
  });

  it("stand where their places are seen", () => {
    const seen = project(MATRIX, 0.5, 0, 0, WIDTH, HEIGHT, { x: 0, y: 0, depth: 0 });
    expect(seen).toEqual({ x: 250, y: 200, depth: 2 });
  });

  it("do not lie over each other: the weightier one stays", () => {
    const home = document.createElement("div");
    const labels = new Labels(home);
    labels.set("regions", [region("large", [0, 0, 0]), region("small", [0.1, 0, 0]), region("aside", [0.8, 0.5, 0])]);
    labels.place(MATRIX, WIDTH, HEIGHT, PX_PER_UNIT, false);
    expect(shownIn(home)).toEqual(["large", "aside"]);
  });

  it("come when one is near enough to what they name, and never from behind", () => {
    const home = document.createElement("div");
    const labels = new Labels(home);
    labels.set("regions", [region("tiny", [0, 0, 0], 0.1), region("behind", [0, 0, 3])]);
    labels.place(MATRIX, WIDTH, HEIGHT, PX_PER_UNIT, false);
    expect(shownIn(home)).toEqual([]);
    labels.place(MATRIX, WIDTH, HEIGHT, PX_PER_UNIT * 10, false);
    expect(shownIn(home)).toEqual(["tiny"]);
  });

  it("are only those of the axes while the nodes are on their way", () => {
    const home = document.createElement("div");
    const labels = new Labels(home);
    labels.set("regions", [region("a part", [0, 0, 0])]);
    labels.set("axes", [{ ...region("tempo", [0, 0.8, 0]), kind: "axis" }]);
    labels.place(MATRIX, WIDTH, HEIGHT, PX_PER_UNIT, true);
    expect(shownIn(home)).toEqual(["tempo"]);
  });

  it("keep their element as long as they say the same", () => {
    const home = document.createElement("div");
    const labels = new Labels(home);
    labels.set("names", [region("a", [0, 0, 0])]);
    const before = home.children[0];
    labels.set("names", [region("a", [1, 0, 0])]);
    expect(home.children[0]).toBe(before);
    labels.set("names", []);
    expect(home.children.length).toBe(0);
  });
});
