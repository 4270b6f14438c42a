import { describe, expect, it } from "vitest";
import { contributorFacts } from "../src/components/tracks/contributor_facts";

describe("who made a track", () => {
  it("is one fact a kind, and each name leads to its part of the library", () => {
    const facts = contributorFacts([
      { kind: "label", name: "Rec", key: "0a" },
      { kind: "composer", name: "Ann", key: "1b" },
      { kind: "composer", name: "Bob", key: "2c" },
    ]);
    expect(facts.map(([name, value]) => [name, value])).toEqual([
      ["Composers", "Ann, Bob"],
      ["Label", "Rec"],
    ]);
    expect(facts[0]?.[2]).toEqual([
      { name: "Ann", href: "/part/composer%3A1b" },
      { name: "Bob", href: "/part/composer%3A2c" },
    ]);
  });

  it("is nothing where no tag says so", () => {
    expect(contributorFacts([])).toEqual([]);
  });
});
