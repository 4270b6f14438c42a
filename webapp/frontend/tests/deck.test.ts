// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { load, openDeck, preload, soundElements } from "../src/state/player/deck";

it("takes a sound that was made ready as it is, and goes to a position only where it is not", () => {
  const nothing = () => undefined;
  openDeck(document.body, { onSound: nothing, onTime: nothing, onEnd: nothing, onFailure: nothing });
  const sought: number[] = [];
  for (const element of soundElements()) {
    let at_s = 0;
    Object.defineProperty(element, "currentTime", {
      get: () => at_s,
      set: (to_s: number) => {
        at_s = to_s;
        sought.push(to_s);
      },
    });
  }
  preload({ url: "/one", isStream: false });
  load({ url: "/one", isStream: false });
  expect(soundElements()[0]?.getAttribute("src")).toBe("/one");
  expect(sought).toEqual([]);
  load({ url: "/one", isStream: false }, 7);
  load({ url: "/one", isStream: false });
  expect(sought).toEqual([7, 0]);
});
