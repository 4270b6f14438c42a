// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { tellSeen } from "../../src/room/covers";

afterEach(() => document.body.replaceChildren());

function put(name: string, left: number, top: number, right: number, bottom: number): HTMLElement {
  const element = document.body.appendChild(document.createElement("div"));
  element.className = name;
  const box = { left, top, right, bottom, width: right - left, height: bottom - top } as DOMRect;
  vi.spyOn(element, "getBoundingClientRect").mockReturnValue(box);
  return element;
}

describe("what is in the picture", () => {
  it("is what lies in it, before the eye, and under nothing", () => {
    const picture = put("room-picture", 100, 50, 900, 650);
    put("room-table", 100, 450, 900, 650);
    put("room-panel", 700, 50, 900, 650);
    put("room-ways", 0, 0, 0, 0);
    const points = [
      { x: 10, y: 10 },
      { x: 10, y: 390 },
      { x: 10, y: 410 },
      { x: 590, y: 10 },
      { x: 610, y: 10 },
      { x: -1, y: 10 },
      { x: 10, y: 601 },
      null,
    ];
    const seen: number[] = [];
    tellSeen(
      picture,
      points.length,
      (row) => points[row] ?? null,
      (row) => seen.push(row),
    );
    expect(seen).toEqual([0, 1, 3]);
  });
});
