// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import { fadeOut } from "../src/components/motion";

describe("what leaves a list", () => {
  it("stays as pictures without what can be pressed, which are all made before one is shown", () => {
    const steps: string[] = [];
    const home = document.createElement("div");
    home.innerHTML = `<div>${["a", "b", "c"]
      .map((key) => `<div data-key="${key}" class="pick"><b>${key}</b><i class="pick-actions"></i></div>`)
      .join("")}</div>`;
    document.body.append(home);
    const list = home.firstElementChild as HTMLElement;
    const append = home.append.bind(home);
    vi.spyOn(home, "append").mockImplementation((...nodes) => {
      steps.push("shown");
      append(...nodes);
    });
    for (const child of list.children) {
      Object.defineProperty(child, "offsetParent", { get: () => home });
      Object.defineProperty(child, "offsetTop", { get: () => steps.push("measured") });
    }
    HTMLElement.prototype.animate = () => ({ finished: new Promise(() => undefined) }) as unknown as Animation;
    fadeOut(list, ["a", "c"], ".pick-actions");
    expect(steps).toEqual(["measured", "measured", "shown"]);
    const pictures = [...home.querySelectorAll(".is-leaving")];
    expect(pictures.map((picture) => picture.innerHTML)).toEqual(["<b>a</b>", "<b>c</b>"]);
    expect(list.querySelectorAll(".pick-actions")).toHaveLength(3);
  });
});
