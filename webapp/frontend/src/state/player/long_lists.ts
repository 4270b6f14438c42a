/** A list as a whole, on the page or not: play it, by chance from anywhere in it, queue it, or have all its tracks. */
import { ApiProblem, getJson } from "../../api/client";
import type { Page, Track } from "../../api/records";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { type Part, partsByChance } from "../../rules/long_lists";
import { QUEUE_LIMIT } from "../../rules/playing/queue";
import { notify } from "../notices";
import type { From } from "./entries";
import { enqueue, playInstead, shuffleInstead } from "./playback";

const PART = 50;
const PAGE = 500;

type Fetch = (part: Part) => Promise<Pick<Page<Track>, "items" | "total">>;

/** The tracks, the URL of the list with its sort and filter, or how a part of it is had. */
export type Whole = { readonly tracks: readonly Track[] } | { readonly address: string } | { readonly fetch: Fetch };

export const playList = (whole: Whole, from: From): Promise<void> =>
  withFirst(whole, QUEUE_LIMIT, (tracks) => playInstead(tracks, from));

export const queueList = (whole: Whole, from: From): Promise<void> =>
  withFirst(whole, QUEUE_LIMIT, (tracks) => enqueue(tracks, from, "end"));

export async function shuffleList(whole: Whole, from: From): Promise<void> {
  await orExplain(async () => {
    const tracks = "tracks" in whole ? whole.tracks : await fetchByChance(fetchOf(whole));
    if (tracks.length > 0) shuffleInstead(tracks, from);
  });
}

/** Do something with the tracks from the first on; that there are more than are taken is told. */
export async function withFirst(
  whole: Whole,
  most: number,
  act: (tracks: readonly Track[]) => void | Promise<void>,
): Promise<void> {
  await orExplain(async () => {
    const { tracks, total } = "tracks" in whole ? allOf(whole.tracks) : await fetchFirst(fetchOf(whole), most);
    if (tracks.length > 0) await act(tracks.slice(0, most));
    if (total > most) notify(menuSays.onlyFirst(most, total));
  });
}

const allOf = (tracks: readonly Track[]) => ({ tracks, total: tracks.length });

const fetchOf = (whole: { readonly address: string } | { readonly fetch: Fetch }): Fetch =>
  "fetch" in whole ? whole.fetch : (part) => fetchPart(whole.address, part);

async function fetchFirst(fetchSome: Fetch, most: number): Promise<{ tracks: readonly Track[]; total: number }> {
  const tracks: Track[] = [];
  let total = most;
  while (tracks.length < Math.min(total, most)) {
    const page = await fetchSome({ start: tracks.length, limit: Math.min(PAGE, most - tracks.length) });
    total = page.total;
    if (page.items.length === 0) break;
    tracks.push(...page.items);
  }
  return { tracks, total };
}

async function fetchByChance(fetchSome: Fetch): Promise<readonly Track[]> {
  const { total } = await fetchSome({ start: 0, limit: 1 });
  const parts = partsByChance(total, QUEUE_LIMIT, PART, Math.random);
  const pages = await Promise.all(parts.map(fetchSome));
  return pages.flatMap((page) => page.items);
}

function fetchPart(address: string, { start, limit }: Part): Promise<Page<Track>> {
  const mark = address.includes("?") ? "&" : "?";
  return getJson<Page<Track>>(`${address}${mark}start=${start}&limit=${limit}`);
}

async function orExplain(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    notify(problem.isOffline ? say.states.offline : problem.message || say.states.problem, "problem");
  }
}
