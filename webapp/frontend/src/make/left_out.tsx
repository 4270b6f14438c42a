/** What a subtraction took out of a list, and why. */
import type { LeftOutItem } from "../api/schema";
import { MoreButton } from "../components/menu/more_button";
import { Cover } from "../components/tracks/cover";
import { ArtistLink, TitleLink } from "../components/tracks/names";
import { make } from "../messages/make";

export function LeftOut({ items }: { items: readonly LeftOutItem[] }) {
  if (items.length === 0) return null;
  return (
    <section class="left-out" aria-label={make.leftOut}>
      <h2>{make.leftOut}</h2>
      <ul class="made-rows">
        {items.map(({ track, reason }) => (
          <li key={track.track_id} class="made-row">
            <Cover url={track.cover_url} size="pick" />
            <div class="pick-names">
              <TitleLink track={track} />
              <ArtistLink track={track} />
              <span class="pick-reason">{reason}</span>
            </div>
            <div class="alike-actions">
              <MoreButton track={track} source="generated" />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
