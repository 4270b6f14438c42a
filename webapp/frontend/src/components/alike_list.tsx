/** Tracks that sound alike, how close, and why. */
import type { Alike, Share } from "../api/records";
import { say } from "../messages";
import { playNow, warmUp } from "../state/playback";
import { Cover } from "./cover";
import { Icon } from "./icon";
import { LikeButton } from "./like_button";
import { ArtistLink, TitleLink, titleOf } from "./names";
import { ShareBar } from "./share_bar";

export function AlikeList({ items, source }: { items: readonly Alike[]; source: string }) {
  return (
    <ol class="alikes">
      {items.map((item) => (
        <AlikeRow key={item.track.track_id} item={item} source={source} />
      ))}
    </ol>
  );
}

/** Always the same places, so that rows can be compared. */
function inOrder(why: readonly Share[]): readonly Share[] {
  const given = new Map(why.map(({ name, share }) => [name, share]));
  const names = new Set([...Object.keys(say.shares), ...given.keys()]);
  return [...names].map((name) => ({ name, share: given.get(name) ?? 0 }));
}

function AlikeRow({ item, source }: { item: Alike; source: string }) {
  const { track, closeness, why, facts } = item;
  return (
    <li class="alike">
      <button
        type="button"
        class="pick-play"
        aria-label={say.slate.playNow(titleOf(track))}
        onPointerDown={() => warmUp(track)}
        onClick={() => playNow([track], { source })}
      >
        <Cover url={track.cover_url} size="pick" />
        <span class="pick-play-mark">
          <Icon name="play" filled />
        </span>
      </button>
      <div class="pick-names">
        <TitleLink track={track} />
        <ArtistLink track={track} />
        <span class="pick-reason">{facts}</span>
      </div>
      <dl class="shares" aria-label={say.track.whyLabel(titleOf(track))}>
        {inOrder(why).map(({ name, share }) => (
          <div key={name} class="share">
            <dt>{say.shares[name] ?? name}</dt>
            <dd>
              <ShareBar share={share} />
              <span class="only-heard">{say.track.closeness(share)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="closeness">
        <span class="closeness-value">{say.track.closeness(closeness)}</span>
        <span class="closeness-word">{say.track.closenessLabel}</span>
      </p>
      <LikeButton track={track} origin={{ source }} />
    </li>
  );
}
