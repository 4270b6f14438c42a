import { expect, test } from "vitest";
import type { Group, SmartField } from "../src/api/schema";
import {
  addTo,
  changeGroup,
  emptyGroup,
  isFinished,
  placeOf,
  replaceAt,
  ruleOn,
  withOperator,
} from "../src/rules/smart";

const field = (changes: Partial<SmartField>): SmartField => ({
  name: "title",
  field_kind: "text",
  topic: "Tags",
  words: "Title",
  unit: "",
  choices: [],
  operators: ["contains", "is", "missing"],
  can_sort: true,
  ...changes,
});
const title = field({});
const plays = field({ name: "plays", field_kind: "number", operators: ["more", "between", "missing"] });
const lastPlayed = field({ name: "last_played", field_kind: "moment", operators: ["in_the_last", "is", "between"] });
const a = { ...ruleOn(title), value: "a" };
const b = { ...ruleOn(title), value: "b" };
const tree: Group = emptyGroup([a, emptyGroup([b])]);

test("a node is changed, added and taken out by its place", () => {
  expect(placeOf([1, 0])).toBe("2.1");
  expect(replaceAt(tree, [1, 0], a).rules?.[1]).toEqual(emptyGroup([a]));
  expect(addTo(tree, [1], a).rules?.[1]).toEqual(emptyGroup([b, a]));
  expect(replaceAt(tree, [0], null)).toEqual(emptyGroup([emptyGroup([b])]));
  expect(changeGroup(tree, [1], (group) => ({ ...group, match: "any" })).rules?.[1]).toMatchObject({ match: "any" });
});

test("a group that loses its last rule goes too", () => {
  expect(replaceAt(tree, [1, 0], null)).toEqual(emptyGroup([a]));
});

test("a rule begins with a value of its kind and keeps it where the next operator asks for the same", () => {
  expect(ruleOn(plays)).toMatchObject({ operator: "more", value: 0 });
  expect(withOperator(a, title, "is").value).toBe("a");
  expect(withOperator(a, title, "missing").value).toBe(null);
  expect(withOperator(ruleOn(plays), plays, "between").value).toEqual([0, 10]);
  expect(ruleOn(lastPlayed).value).toBe(30);
  expect(withOperator(ruleOn(lastPlayed), lastPlayed, "is").value).toBe("");
});

test("an unfinished rule is not asked about", () => {
  expect(isFinished(emptyGroup())).toBe(true);
  expect(isFinished(tree)).toBe(true);
  expect(isFinished(emptyGroup([ruleOn(title)]))).toBe(false);
  expect(isFinished(emptyGroup([{ ...ruleOn(plays), value: Number.NaN }]))).toBe(false);
  expect(isFinished(emptyGroup([{ ...ruleOn(lastPlayed), value: ["2026-01-01", ""] }]))).toBe(false);
  expect(isFinished(emptyGroup([emptyGroup()]))).toBe(false);
});
