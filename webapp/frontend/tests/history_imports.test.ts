import { describe, expect, it } from "vitest";
import type { HistoryImport } from "../src/api/records";
import { importable, isOpen, newPlays, spanOf } from "../src/rules/history_imports";

const made = (fields: Partial<HistoryImport>): HistoryImport => ({
  import_id: "1",
  name: "a.json",
  dry_run: true,
  state: "done",
  reason: "",
  sent_at: "2026-01-05T12:00:00Z",
  share: 1,
  forms: [],
  plays: 3,
  new: 2,
  known: 1,
  matched: 1,
  unmatched: 2,
  unmatched_songs: [],
  no_music: 0,
  bad: 0,
  bad_rows: [],
  left_aside: [],
  first_at: null,
  last_at: null,
  rematched: 0,
  told: 0,
  ...fields,
});

describe("imports of listening histories", () => {
  it("offers what was looked at, is at hand and would bring something new", () => {
    const looked = made({});
    const all = [
      looked,
      made({ import_id: "2", dry_run: false }),
      made({ import_id: "3", new: 0 }),
      made({ import_id: "4", state: "failed" }),
      made({ import_id: "5" }),
      made({ import_id: "0" }),
    ];
    const ready = importable(all, (id) => id !== "5");
    expect(ready.map((one) => one.import_id)).toEqual(["0", "1"]);
    expect(newPlays(ready)).toBe(4);
    expect(newPlays([])).toBe(0);
  });

  it("knows which are still under way", () => {
    expect((["waiting", "reading", "done", "failed"] as const).filter((state) => isOpen(made({ state })))).toEqual([
      "waiting",
      "reading",
    ]);
  });

  it("tells the days of the first and the last play in the time of the export", () => {
    expect(spanOf(made({}))).toBeNull();
    const span = spanOf(made({ first_at: "2020-12-31T23:59:00Z", last_at: "2026-01-05T00:01:00Z" }));
    expect(span).toEqual(["31 Dec 2020", "5 Jan 2026"]);
  });
});
