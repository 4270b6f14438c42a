import { describe, expect, it } from "vitest";
import { newEventId } from "../src/rules/event_ids";

describe("event ids", () => {
  it("are UUIDs of version 7", () => {
    expect(newEventId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("sort in the order they were made, also thousands within one millisecond and when the clock goes back", () => {
    const now = Date.now() + 1000;
    const ids = Array.from({ length: 10_000 }, (_, at) => newEventId(at < 9_000 ? now : now - 500));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
