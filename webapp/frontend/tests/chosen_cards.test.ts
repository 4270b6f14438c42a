import { afterEach, describe, expect, it } from "vitest";
import {
  allChosen,
  chooseNone,
  chooseUpTo,
  isChosen,
  toggleChosen,
  withChosen,
} from "../src/state/library/chosen_cards";
import type { Collection } from "../src/state/library/collections";

const album = (id: string): Collection => ({ kind: "album", id, name: id });
const [a, b, c, d] = ["a", "b", "c", "d"].map(album) as [Collection, Collection, Collection, Collection];
const ids = () => allChosen.value?.items?.map((item) => item.id).join("");

describe("cards that are chosen together", () => {
  afterEach(chooseNone);

  it("come and go one by one", () => {
    toggleChosen(a);
    toggleChosen(c);
    expect([ids(), isChosen(b)]).toEqual(["ac", false]);
    toggleChosen(a);
    expect(ids()).toBe("c");
    toggleChosen(c);
    expect(allChosen.value).toBe(null);
  });

  it("are told from others of the same id", () => {
    toggleChosen(a);
    expect(isChosen({ kind: "artist", id: "a", name: "a" })).toBe(false);
  });

  it("go from the last one to another, in the order of the page and both ways", () => {
    toggleChosen(c);
    chooseUpTo(a, [a, b, c, d]);
    expect([a, b, c, d].map(isChosen)).toEqual([true, true, true, false]);
  });

  it("are one alone where the last one is not on show", () => {
    toggleChosen(a);
    chooseUpTo(d, [c, d]);
    expect([a, b, c, d].map(isChosen)).toEqual([true, false, false, true]);
  });

  it("stand for all from each of them, and for themselves where only one is", () => {
    toggleChosen(a);
    expect(withChosen(a)).toBe(a);
    toggleChosen(b);
    expect(withChosen(b).items).toEqual([a, b]);
    expect(withChosen(c)).toBe(c);
  });
});
