// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LibrariesAnswer, ScanAnswer } from "../src/api/schema";
import { libraries, openScan, putScans, scans, watchFolders } from "../src/settings/folders/folders";
import { notices } from "../src/state/notices";

const scan = (scan_id: string, state: ScanAnswer["state"], library_id = "pop"): ScanAnswer => ({
  scan_id,
  library_id,
  state,
  asked_by: "page",
  asked_at: "2026-01-05T12:00:00Z",
  retry_rejected: false,
  is_to_stop: false,
  is_rest: false,
  n_found: 4,
  n_to_open: 4,
  n_opened: 1,
  n_done: 1,
  n_rejected: 0,
  n_to_analyse: 4,
  n_analysed: 0,
  n_new: 3,
  n_missing: 0,
  waits_s: 0,
  rate_per_s: null,
  left_s: null,
  began: null,
  ended: null,
  message: "",
});

const asked: string[] = [];
let told: readonly ScanAnswer[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  told = [];
  scans.value = [];
  notices.value = [];
  libraries.value = null;
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const items = path.endsWith("/scans") ? told : [{ library_id: "pop", name: "Pop" }];
    return new Response(JSON.stringify({ items, has_music_outside: false }), { status: 200 });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("scans", () => {
  it("shows the running one of a library before one that waits", () => {
    scans.value = [scan("2", "waiting"), scan("1", "scanning"), scan("0", "done"), scan("9", "waiting", "rock")];
    expect(openScan("pop")?.scan_id).toBe("1");
    expect(openScan("rock")?.scan_id).toBe("9");
    expect(openScan("jazz")).toBeNull();
  });

  it("asks each second while one goes on, and is quiet when it is over", async () => {
    told = [scan("1", "scanning")];
    const leave = watchFolders();
    await vi.advanceTimersByTimeAsync(3_500);
    const n = asked.filter((path) => path.endsWith("/scans")).length;
    expect(n).toBeGreaterThanOrEqual(3);
    told = [{ ...scan("1", "done"), n_analysed: 4 }];
    await vi.advanceTimersByTimeAsync(1_500);
    expect(notices.value.at(-1)?.words).toBe("Pop is scanned: 3 tracks new.");
    asked.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    leave();
  });

  it("asks nothing while nobody sees the page, and nothing after it is left", async () => {
    told = [scan("1", "scanning")];
    const leave = watchFolders();
    await vi.advanceTimersByTimeAsync(100);
    const state = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    await vi.advanceTimersByTimeAsync(2_000);
    asked.length = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([]);
    state.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual(["/api/v1/scans"]);
    leave();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(["/api/v1/scans"]);
  });

  it("says what is listed when the rest of the analysis is put off", () => {
    scans.value = [scan("1", "scanning")];
    libraries.value = { items: [{ library_id: "pop", name: "Pop" }] } as unknown as LibrariesAnswer;
    putScans({ items: [{ ...scan("1", "done"), n_found: 2_000, n_to_analyse: 1_900, n_analysed: 120, n_new: 120 }] });
    expect(notices.value.at(-1)?.words).toBe(
      "Pop: 2,000 files listed, 120 of 1,900 tracks analysed; the rest follows.",
    );
  });

  it("tells of no scan that was over before", () => {
    putScans({ items: [scan("1", "failed")] });
    expect(notices.value).toEqual([]);
  });
});
