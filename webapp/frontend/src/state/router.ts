/** Real URLs: the address is a signal, links are ordinary links, back and forward work. */
import { computed, signal } from "@preact/signals";

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
  /** One per history entry, so that scroll positions can come back. */
  readonly key: string;
}

export type Route = { readonly name: string; readonly id: string };

const ROUTES: readonly (readonly [string, RegExp])[] = [
  ["home", /^\/$/],
  ["library", /^\/library\/(tracks|albums|artists|genres|liked|history|turned-away)$/],
  ["library", /^\/library\/(decades|composers|writers|producers|labels|folders)$/],
  ["search", /^\/search$/],
  ["track", /^\/track\/([^/]+)$/],
  ["album", /^\/album\/([^/]+)$/],
  ["artist", /^\/artist\/([^/]+)$/],
  ["genre", /^\/genre\/([^/]+)$/],
  ["part", /^\/part\/([^/]+)$/],
  ["playlists", /^\/playlists$/],
  ["playlist", /^\/playlist\/([^/]+)$/],
  ["smart", /^\/smart\/([^/]+)$/],
  ["listen", /^\/listen$/],
  ["room", /^\/room$/],
  ["make", /^\/make(?:\/(blend|arc|radio|mixes))?$/],
  ["lab", /^\/lab(?:\/(charts|single|streams|year|models))?$/],
  ["lab", /^\/(predict)$/],
  ["login", /^\/login$/],
  ["join", /^\/join$/],
  ["account", /^\/account$/],
  ["people", /^\/people$/],
  ["settings", /^\/settings$/],
  ["settings", /^\/settings\/(folders)$/],
  ["quality", /^\/quality$/],
];

export const place = signal<Place>(placeNow());
export const route = computed<Route>(() => routeOf(place.value.path));

export function routeOf(path: string): Route {
  for (const [name, pattern] of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { name, id: decoded(found[1] ?? "") };
  }
  return { name: path === "/library" ? "library" : "lost", id: path === "/library" ? "tracks" : "" };
}

export function go(url: string, how: { readonly replace?: boolean } = {}): void {
  const state = { key: how.replace ? place.value.key : crypto.randomUUID() };
  if (how.replace) history.replaceState(state, "", url);
  else history.pushState(state, "", url);
  place.value = placeNow();
}

/** Change some of the query (sort, filter) without leaving the view. */
export function goQuery(changes: Readonly<Record<string, string | null>>): void {
  const query = new URLSearchParams(place.value.query);
  for (const [name, value] of Object.entries(changes)) value ? query.set(name, value) : query.delete(name);
  const text = query.toString();
  go(place.value.path + (text ? `?${text}` : ""), { replace: true });
}

export function startRouter(): void {
  addEventListener("popstate", () => {
    place.value = placeNow();
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !isOurs(link, event)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  return link.origin === location.origin && !link.target && !link.hasAttribute("download");
}

function placeNow(): Place {
  const key = (history.state as { key?: string } | null)?.key ?? "first";
  return { path: location.pathname, query: new URLSearchParams(location.search), key };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
