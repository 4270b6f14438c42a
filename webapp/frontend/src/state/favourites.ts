/** Albums and artists that this listener likes; a like is shown at once and taken back when it could not be kept. */
import { type Signal, signal } from "@preact/signals";
import { sendJson } from "../api/client";
import { say } from "../messages";
import { ownSays } from "../messages/own";
import { mayKeep } from "./me";
import { notify, notifyUndoable } from "./notices";

export type FavouriteKind = "albums" | "artists";

const hearts: Readonly<Record<FavouriteKind, Signal<ReadonlySet<string>>>> = {
  albums: signal(new Set()),
  artists: signal(new Set()),
};

/** Changes reach the server in the order of the presses. */
let line: Promise<void> = Promise.resolve();
let underWay = 0;

export const isFavourite = (kind: FavouriteKind, id: string): boolean => hearts[kind].value.has(id);

export function toggleFavourite(kind: FavouriteKind, id: string, name: string): void {
  if (!mayKeep()) return;
  const isLiked = !hearts[kind].peek().has(id);
  keep(kind, id, isLiked);
  if (!isLiked) notifyUndoable(say.player.unliked(name), () => keep(kind, id, true));
}

function keep(kind: FavouriteKind, id: string, isLiked: boolean): void {
  put(kind, id, isLiked);
  underWay += 1;
  line = line.then(async () => {
    try {
      await sendJson(isLiked ? "PUT" : "DELETE", `/api/v1/favourites/${kind}/${encodeURIComponent(id)}`);
    } catch {
      put(kind, id, !isLiked);
      notify(ownSays.notKept, "problem");
    }
    underWay -= 1;
  });
}

/** The server's word; not while something that it has not heard of yet is on its way. */
export function takeFavourites(albums: readonly string[], artists: readonly string[]): void {
  if (underWay > 0) return;
  hearts.albums.value = new Set(albums);
  hearts.artists.value = new Set(artists);
}

function put(kind: FavouriteKind, id: string, isLiked: boolean): void {
  const next = new Set(hearts[kind].peek());
  if (isLiked) next.add(id);
  else next.delete(id);
  hearts[kind].value = next;
}
