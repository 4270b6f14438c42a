/** Libraries and their scans: looked at each second while a scan goes on and the page is seen, and else left alone. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson } from "../../api/client";
import type { LibrariesAnswer, ScanAnswer, ScansAnswer } from "../../api/schema";
import { scanning as words } from "../../messages/folders";
import { notify } from "../../state/notices";

const ASK_AGAIN_MS = 1_000;

/** Null until the server has answered. */
export const libraries = signal<LibrariesAnswer | null>(null);
export const problem = signal<unknown>(null);
export const scans = signal<readonly ScanAnswer[]>([]);
/** Counts scans that ended and other changes, so that the list of rejected files is asked for anew. */
export const changes = signal(0);

const isOpen = (scan: ScanAnswer): boolean => scan.state === "waiting" || scan.state === "scanning";

/** The scan of a library that goes on: the running one, else the one that waits. */
export function openScan(library_id: string): ScanAnswer | null {
  const open = scans.value.filter((scan) => scan.library_id === library_id && isOpen(scan));
  return open.find((scan) => scan.state === "scanning") ?? open[0] ?? null;
}

let isShown = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keep looking for as long as the page is open; returns what ends that. */
export function watchFolders(): () => void {
  isShown = true;
  void loadLibraries();
  void look();
  document.addEventListener("visibilitychange", lookIfSeen);
  return () => {
    isShown = false;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", lookIfSeen);
  };
}

export async function loadLibraries(): Promise<void> {
  try {
    putLibraries(await getJson<LibrariesAnswer>("/api/v1/libraries"));
  } catch (error) {
    problem.value = error;
  }
}

export function putLibraries(answer: LibrariesAnswer): void {
  libraries.value = answer;
  problem.value = null;
  changes.value += 1;
}

/** Take what the server says of the scans; those that have ended meanwhile are told of. */
export function putScans(answer: ScansAnswer): void {
  const before = new Set(
    scans
      .peek()
      .filter(isOpen)
      .map((scan) => scan.scan_id),
  );
  const ended = answer.items.filter((scan) => before.has(scan.scan_id) && !isOpen(scan));
  scans.value = answer.items;
  for (const scan of ended) tell(scan);
  if (ended.length > 0) void loadLibraries();
  clearTimeout(timer);
  if (isShown && answer.items.some(isOpen)) timer = setTimeout(() => void lookIfSeen(), ASK_AGAIN_MS);
}

export async function look(): Promise<void> {
  try {
    putScans(await getJson<ScansAnswer>("/api/v1/scans"));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    clearTimeout(timer);
    if (isShown && scans.peek().some(isOpen)) timer = setTimeout(() => void lookIfSeen(), ASK_AGAIN_MS);
  }
}

const lookIfSeen = (): void => {
  if (document.visibilityState === "visible") void look();
};

function tell(scan: ScanAnswer): void {
  const name = libraries.peek()?.items.find((library) => library.library_id === scan.library_id)?.name ?? "";
  if (scan.state === "failed") notify(words.ended.failed(name), "problem");
  else if (scan.state === "stopped") notify(words.ended.stopped(name));
  else if (scan.n_analysed < scan.n_to_analyse)
    notify(words.ended.listed(name, scan.n_found, scan.n_analysed, scan.n_to_analyse));
  else notify(words.ended.done(name, scan.n_new));
}
