/** A long list seen through pages: only what is looked at is fetched, and what scrolled by is not waited for. */
import { type Signal, signal } from "@preact/signals";
import { getJson } from "../../api/client";
import type { Page } from "../../api/records";

export const PAGE_SIZE = 100;
/** Scrolling past faster than this fetches nothing. */
const SETTLE_MS = 50;
const PAGES_KEPT = 60;

export class WindowedList<Item> {
  readonly total: Signal<number | null> = signal(null);
  /** Of the whole list; null where it is not told. */
  readonly duration_s: Signal<number | null> = signal(null);
  readonly problem: Signal<unknown> = signal(null);
  /** Counts arrivals, so that what shows the list renders again. */
  readonly arrivals: Signal<number> = signal(0);
  private readonly pages = new Map<number, readonly Item[]>();
  private readonly asked = new Map<number, AbortController>();
  private looked: readonly [from: number, to: number] = [0, 0];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `address` is the list's URL with its sort and filter, to which start and limit are added. */
  constructor(readonly address: string) {}

  item(row: number): Item | undefined {
    return this.pages.get(Math.floor(row / PAGE_SIZE))?.[row % PAGE_SIZE];
  }

  /** Say which rows are on the screen; what is missing is fetched when the scrolling settles. */
  look(from: number, to: number): void {
    this.looked = [from, to];
    const first = Math.max(0, Math.floor(from / PAGE_SIZE));
    const last = Math.floor(Math.max(from, to) / PAGE_SIZE);
    for (const [page, request] of this.asked) if (page < first - 1 || page > last + 1) request.abort();
    clearTimeout(this.timer);
    const missing: number[] = [];
    for (let page = first; page <= last; page += 1) if (!this.pages.has(page)) missing.push(page);
    if (missing.length === 0) return;
    const fetchAll = () => void Promise.all(missing.map((page) => this.fetchPage(page)));
    if (this.total.peek() === null) fetchAll();
    else this.timer = setTimeout(fetchAll, SETTLE_MS);
  }

  /** Rows `from` to `to`, fetched where they are not here yet. */
  async rows(from: number, to: number): Promise<Item[]> {
    const pages = new Set(Array.from({ length: to - from + 1 }, (_, at) => Math.floor((from + at) / PAGE_SIZE)));
    await Promise.all([...pages].filter((page) => !this.pages.has(page)).map((page) => this.fetchPage(page)));
    return Array.from({ length: to - from + 1 }, (_, at) => this.item(from + at)).filter((item) => item !== undefined);
  }

  readonly retry = (): void => {
    this.problem.value = null;
    this.look(...this.looked);
  };

  /** The list changed: what is on the screen is fetched again and stays until that comes, the rest is forgotten. */
  renew(): void {
    const [first, last] = this.looked.map((row) => Math.floor(row / PAGE_SIZE));
    for (const request of this.asked.values()) request.abort();
    this.asked.clear();
    for (const page of this.pages.keys()) if (page < (first ?? 0) || page > (last ?? 0)) this.pages.delete(page);
    for (let page = first ?? 0; page <= (last ?? 0); page += 1) void this.fetchPage(page);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const request of this.asked.values()) request.abort();
  }

  private async fetchPage(page: number): Promise<void> {
    if (this.asked.has(page)) return;
    const request = new AbortController();
    this.asked.set(page, request);
    const mark = this.address.includes("?") ? "&" : "?";
    const url = `${this.address}${mark}start=${page * PAGE_SIZE}&limit=${PAGE_SIZE}`;
    try {
      const answer = await getJson<Page<Item>>(url, request.signal);
      this.pages.set(page, answer.items);
      this.forgetFarFrom(page);
      this.problem.value = null;
      this.total.value = answer.total;
      this.duration_s.value = answer.duration_s ?? null;
      this.arrivals.value += 1;
    } catch (error) {
      if (!request.signal.aborted) this.problem.value = error;
    } finally {
      if (this.asked.get(page) === request) this.asked.delete(page);
    }
  }

  private forgetFarFrom(page: number): void {
    if (this.pages.size <= PAGES_KEPT) return;
    const farthest = [...this.pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page))[0];
    if (farthest !== undefined) this.pages.delete(farthest);
  }
}
