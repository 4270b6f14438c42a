/** House rules of the look: colours, durations and sizes of type live in tokens.css; nothing comes from elsewhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const source = join(import.meta.dirname, "../src");
const read = (folder: string, kind: RegExp) =>
  readdirSync(join(source, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => kind.test(name))
    .map((name) => [name, readFileSync(join(source, folder, name), "utf8")] as const);

describe("house rules", () => {
  it("keeps colours in tokens.css", () => {
    for (const [name, text] of read("styles", /\.css$/)) {
      if (name !== "tokens.css") expect(text.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/gi), name).toBeNull();
    }
  });

  it("has no inline styles and no address of another host", () => {
    for (const [name, text] of read(".", /\.(tsx?|css)$/)) {
      expect(text.match(/style=\{|style="|dangerouslySetInnerHTML/), name).toBeNull();
      expect(text.match(/https?:\/\//), name).toBeNull();
    }
  });

  it("says nothing outside the messages file", () => {
    for (const [name, text] of read(".", /\.tsx$/)) {
      expect(text.match(/(aria-label|title|placeholder|alt)="[^"]+"/), name).toBeNull();
    }
  });
});
