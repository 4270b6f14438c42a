/** Asks the server what this listener likes and has turned away, each time that the line is there again. */
import { effect } from "@preact/signals";
import { getJson } from "../../api/client";
import type { ListenerOpinions } from "../../api/records";
import { takeFavourites } from "../favourites";
import { remember } from "../library/known_tracks";
import { line } from "./live";
import { takeRatings } from "./ratings";
import { takeOpinions } from "./taste";

export async function loadOpinions(): Promise<void> {
  const told = await getJson<ListenerOpinions>("/api/v1/opinions");
  remember(told.turned_away.map((each) => each.track));
  takeRatings(new Map(Object.entries(told.rated)));
  takeFavourites(told.albums, told.artists);
  takeOpinions({
    liked: new Set(told.liked),
    away: new Map(
      told.turned_away.map(({ track, scope }) => [track.track_id, { scope, artistId: track.artist_id || null }]),
    ),
  });
}

export function openOpinions(): void {
  effect(() => {
    // Without an answer the page goes on with what it knows; the next connection asks again.
    if (line.value === "live") void loadOpinions().catch(() => undefined);
  });
}
