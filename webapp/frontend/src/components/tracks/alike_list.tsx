/** Tracks that sound alike, how close, and why. */
import type { Alike, Share } from "../../api/records";
import { say } from "../../messages";
import { warmUp } from "../../state/player/coming";
import { playNow } from "../../state/player/playback";
import { Icon } from "../icon";
import { RowMore } from "../menu/more_button";
import { ShareBar } from "../share_bar";
import { Cover } from "./cover";
import { LikeButton } from "./like_button";
import { ArtistLink, TitleLink, titleOf } from "./names";
import { type Rows, useRows } from "./use_rows";

export function AlikeList({ items, source }: { items: readonly Alike[]; source: string }) {
  const tracks = items.map((item) => item.track);
  const list = useRows({
    source,
    count: tracks.length,
    keys: tracks.map((track) => track.track_id),
    trackAt: (row) => tracks[row],
    onPlay: (row, chosen) => playNow(chosen.length > 1 ? chosen : tracks.slice(row, row + 1), { source }),
  });
  return (
    <div
      class="alikes"
      role="grid"
      tabIndex={0}
      aria-label={say.track.alike}
      aria-multiselectable="true"
      aria-activedescendant={list.activeId}
      {...list.listProps}
    >
      {items.map((item, row) => (
        <AlikeRow key={item.track.track_id} item={item} source={source} row={row} list={list} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly item: Alike;
  readonly source: string;
  readonly row: number;
  readonly list: Rows;
}

/** Always the same places, so that rows can be compared. */
function inOrder(why: readonly Share[]): readonly Share[] {
  const given = new Map(why.map(({ name, share }) => [name, share]));
  const names = new Set([...Object.keys(say.shares), ...given.keys()]);
  return [...names].map((name) => ({ name, share: given.get(name) ?? 0 }));
}

function AlikeRow({ item, source, row, list }: RowProps) {
  const { track, closeness, why, facts } = item;
  const isActive = list.selection.active === row;
  const kinds = ["alike", list.isSelected(row) && "is-selected", isActive && "is-active"];
  return (
    <div role="row" aria-selected={list.isSelected(row)} {...list.rowProps(row)}>
      <div class={kinds.filter(Boolean).join(" ")} role="gridcell">
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
        <div class="alike-actions">
          <LikeButton track={track} origin={{ source }} />
          <RowMore list={list} row={row} track={track} />
        </div>
      </div>
    </div>
  );
}
