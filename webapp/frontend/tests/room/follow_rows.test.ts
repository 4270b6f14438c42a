import { signal } from "@preact/signals";
import { afterEach, describe, expect, it, vi } from "vitest";
import { followRows } from "../../src/room/follow_rows";
import { readMap } from "../../src/room/map/read_map";
import { RowTracks } from "../../src/room/map/row_tracks";
import { openMap } from "../../src/room/map/store";
import { writeMap } from "../made_map";

type Found = readonly (number | null)[];

/** A map that answers `find` when the test says so. */
function heldMap(version: string) {
  const rows = new RowTracks(version, () => undefined);
  const answers: ((found: Found) => void)[] = [];
  vi.spyOn(rows, "find").mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  openMap.value = { map: readMap(writeMap({ places: [], columns: [], version })), rows };
  return answers;
}

let end: () => void = () => undefined;

afterEach(() => {
  end();
  openMap.value = null;
});

describe("the rows of some tracks", () => {
  it("are none with another map, and a late answer of the one before is dropped", async () => {
    const first = heldMap("v1");
    const taken: Found[] = [];
    end = followRows(
      () => ["a"],
      (rows) => taken.push(rows),
    );
    const second = heldMap("v2");
    second[0]?.([7]);
    first[0]?.([3]);
    await vi.waitFor(() => expect(taken.at(-1)).toEqual([7]));
    await Promise.resolve();
    expect(taken).toEqual([[], [], [7]]);
  });

  it("are those of the newest ids, also when an earlier answer comes last, and none after the end", async () => {
    const answers = heldMap("v1");
    const ids = signal(["a"]);
    const taken: Found[] = [];
    end = followRows(
      () => ids.value,
      (rows) => taken.push(rows),
    );
    ids.value = ["b"];
    answers[1]?.([2]);
    answers[0]?.([1]);
    await vi.waitFor(() => expect(taken).toEqual([[], [2]]));
    ids.value = ["c"];
    end();
    answers[2]?.([3]);
    await Promise.resolve();
    expect(taken).toEqual([[], [2]]);
  });
});
