import { expect, test } from "vitest";
import type { AccountAnswer } from "../src/api/records";
import { choosable, toggled } from "../src/rules/visibility";

const account = (name: string, role: AccountAnswer["role"]): AccountAnswer => ({
  account: `id-${name}`,
  name,
  role,
  made_at: "2026-01-05T12:00:00Z",
  used_at: null,
  has_login: true,
  is_me: false,
});

test("only listeners can be chosen", () => {
  const accounts = [account("Anna", "listener"), account("Boss", "admin"), account("Gus", "guest")];
  expect(choosable(accounts).map((one) => one.name)).toEqual(["Anna"]);
});

test("an account is added and taken away again, and the others stay", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  expect(toggled(["a"], "a")).toEqual([]);
});

test("the first account that is chosen ends that everybody sees it", () => {
  expect(toggled(null, "a")).toEqual(["a"]);
});
