import { afterEach, describe, expect, it, vi } from "vitest";
import { PAGE_SIZE, WindowedList } from "../src/state/library/windows";

function serve(total: number): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const query = new URL(path, "http://here").searchParams;
    const start = Number(query.get("start"));
    const items = Array.from({ length: Math.min(PAGE_SIZE, total - start) }, (_, at) => `row ${start + at}`);
    return new Response(JSON.stringify({ items, total, next_cursor: null }));
  });
  return asked;
}

describe("a windowed list", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("asks only for the pages in sight", async () => {
    const asked = serve(100_000);
    const list = new WindowedList<string>("/rows?sort=title");
    list.look(0, 30);
    await vi.waitFor(() => expect(list.total.value).toBe(100_000));
    list.look(50_020, 50_060);
    await vi.waitFor(() => expect(list.item(50_025)).toBe("row 50025"));
    expect(asked).toEqual(["/rows?sort=title&start=0&limit=100", "/rows?sort=title&start=50000&limit=100"]);
    expect(list.item(70_000)).toBeUndefined();
  });

  it("fetches nothing of what is only scrolled by", async () => {
    const asked = serve(100_000);
    const list = new WindowedList<string>("/rows");
    list.look(0, 10);
    await vi.waitFor(() => expect(list.total.value).not.toBeNull());
    for (let row = 0; row < 90_000; row += 3_000) list.look(row, row + 30);
    await vi.waitFor(() => expect(list.item(87_000)).toBe("row 87000"));
    expect(asked).toHaveLength(2);
  });

  it("gives a range across pages and keeps problems for the eye", async () => {
    serve(250);
    const list = new WindowedList<string>("/rows");
    expect(await list.rows(98, 101)).toEqual(["row 98", "row 99", "row 100", "row 101"]);
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 500 }));
    const broken = new WindowedList<string>("/rows");
    broken.look(0, 10);
    await vi.waitFor(() => expect(broken.problem.value).not.toBeNull());
  });
});
