// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TableDrawer } from "../../src/room/analyst/table/drawer";
import {
  addColumn,
  columns,
  forgetTable,
  isTableOpen,
  readMore,
  rows,
  saveCsv,
  showRows,
  which,
} from "../../src/room/analyst/table/state";
import { readMap } from "../../src/room/map/read_map";
import { RowTracks } from "../../src/room/map/row_tracks";
import { openMap, openRows, quantities } from "../../src/room/map/store";
import { addRows, clearSelection, followSelection } from "../../src/room/selecting/selected";
import { SelectionBar } from "../../src/room/selecting/selection_bar";
import { go } from "../../src/state/router";
import { writeMap } from "../made_map";

const N = 250;

interface Asked {
  readonly version: string;
  readonly start: number;
  readonly chosen: string | null;
}

/** A server that answers a question of the table when the test says so. */
let waiting: (() => void)[] = [];
let asked: Asked[] = [];
let page: HTMLElement;

function answer(path: string, init?: { body: string }): Promise<Response> {
  const url = new URL(path, "http://here");
  if (url.pathname.endsWith("/rows")) {
    const items = (url.searchParams.get("track_ids") ?? "").split(",").map((track_id) => ({ track_id, row: 5 }));
    return new Promise((resolve) => waiting.push(() => resolve(new Response(JSON.stringify({ items })))));
  }
  if (!url.pathname.includes("/map/table")) return Promise.resolve(new Response(JSON.stringify({ items: [] })));
  const question = JSON.parse(init?.body ?? "{}") as Asked;
  asked.push(question);
  const items = Array.from({ length: 100 }, (_, at) => {
    const row = question.start + at;
    return { row, track: { track_id: `t${row}`, title: `t${row}`, artist: "" }, values: [row] };
  });
  const text = JSON.stringify({ version: question.version, n_rows: N, items });
  return new Promise((resolve) => waiting.push(() => resolve(new Response(text))));
}

const letGo = () => {
  for (const each of waiting.splice(0)) each();
};
const shown = () => rows.value?.items.map(({ row }) => row) ?? [];

function open(version: string): void {
  const places = Array.from({ length: N }, () => [0, 0, 0]);
  const map = readMap(writeMap({ places, columns: [], version }));
  openMap.value = { map, rows: new RowTracks(version, () => undefined) };
}

beforeEach(async () => {
  waiting = [];
  asked = [];
  vi.stubGlobal("fetch", vi.fn(answer));
  quantities.value = ["genre", "tempo", "plays"].map((name) => ({ name, is_available: true, unit: "" }) as never);
  page = document.body.appendChild(document.createElement("main"));
  go("/room");
  open("v1");
  render(
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as in the room */}
      <div class="room-hands" tabIndex={0} />
      <SelectionBar />
      <TableDrawer />
    </>,
    page,
  );
  await vi.waitFor(() => letGo() ?? expect(page.querySelectorAll("tbody tr")).toHaveLength(100));
});

afterEach(() => {
  render(null, page);
  page.remove();
  forgetTable();
  clearSelection();
  openMap.value = null;
  quantities.value = [];
  vi.unstubAllGlobals();
});

describe("the rows of the table", () => {
  it("come once, also where more of them were asked for twice", async () => {
    readMore();
    readMore();
    letGo();
    await vi.waitFor(() => expect(shown().length).toBeGreaterThan(100));
    await new Promise((resolve) => setTimeout(resolve));
    expect(shown()).toEqual(Array.from({ length: 200 }, (_, row) => row));
  });

  it("are none while another map has not answered, and none after the page", async () => {
    open("v2");
    expect(shown()).toEqual([]);
    await vi.waitFor(() => letGo() ?? expect(shown()).toHaveLength(100));
    isTableOpen.value = true;
    addColumn("tempo");
    showRows(0);
    render(null, page);
    expect(rows.value).toBeNull();
    forgetTable();
    expect([isTableOpen.value, which.value, columns.value]).toEqual([false, "all", ["genre"]]);
  });

  it("that are selected are asked of another map only when they are found in it, and named in the file", async () => {
    const end = followSelection();
    openRows.value?.put(3, { track_id: "t3" } as never);
    addRows([3]);
    showRows("selected");
    await vi.waitFor(() => expect(asked.at(-1)?.chosen).toMatch(/^CAAA/));
    open("v2");
    await vi.waitFor(() => letGo() ?? expect(asked.at(-1)?.version).toBe("v2"));
    for (const { version, chosen } of asked) if (version === "v2") expect(chosen).toMatch(/^IAAA/);
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    const saved = saveCsv();
    await vi.waitFor(() => letGo() ?? expect(asked.at(-1)?.start).toBeUndefined());
    await saved;
    expect((click.mock.contexts[0] as HTMLAnchorElement).download).toMatch(/-selected-genre\.csv$/);
    end();
  });
});

describe("the keyboard", () => {
  const button = (name: string) => page.querySelector<HTMLElement>(`[aria-label="${name}"]`);
  const focused = () => document.activeElement?.className;

  it("goes on in the table where a column was taken away, and in the picture where the table was closed", async () => {
    addColumn("tempo");
    await vi.waitFor(() => expect(letGo() ?? button("Take away Tempo")).not.toBeNull());
    button("Take away Tempo")?.focus();
    button("Take away Tempo")?.click();
    expect(focused()).toBe("room-table-scroll");
    button("Close the table")?.focus();
    button("Close the table")?.click();
    expect(focused()).toBe("room-hands");
  });

  it.each(["by its button", "by Escape"])(
    "goes on in the picture where nothing is selected any more %s",
    async (how) => {
      addRows([3]);
      await vi.waitFor(() => expect(button("Select nothing")).not.toBeNull());
      button("Select nothing")?.focus();
      if (how === "by its button") button("Select nothing")?.click();
      else button("Select nothing")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      expect(focused()).toBe("room-hands");
    },
  );

  it("goes to the table that was opened by a button, and stays where an address opened it", async () => {
    expect(document.activeElement).toBe(document.body);
    const put = (isOpen: boolean) =>
      render(
        <>
          <div class="room-analyst">
            <button type="button">Table</button>
          </div>
          {isOpen && <TableDrawer />}
        </>,
        page,
      );
    put(false);
    page.querySelector("button")?.focus();
    put(true);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Rows");
  });
});
