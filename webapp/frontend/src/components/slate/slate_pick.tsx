/** One pick: cover, names, the reason, and what can be done with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pick, Track } from "../../api/records";
import { say } from "../../messages";
import { warmUp } from "../../state/player/coming";
import { enqueue, playNow } from "../../state/player/playback";
import { type Refused, refused, slate } from "../../state/stream/slate";
import { liked } from "../../state/stream/taste";
import { turnPickAway } from "../../state/stream/turning_away";
import { Icon, IconButton } from "../icon";
import { RowMore } from "../menu/more_button";
import { Cover } from "../tracks/cover";
import { LikeButton } from "../tracks/like_button";
import { artistOf, Name, TitleLink, titleOf } from "../tracks/names";
import type { Rows } from "../tracks/use_rows";
import { PickWhy } from "./pick_why";

interface Props {
  readonly pick: Pick;
  readonly track: Track;
  readonly row: number;
  readonly list: Rows;
  readonly isWhyOpen: boolean;
  readonly onWhy: () => void;
}

export function SlatePick({ pick, track, row, list, isWhyOpen, onWhy }: Props) {
  // Two thirds of a pick's elements are buttons that nobody sees yet: they come after the frame that shows the pick.
  const [hasActions, setHasActions] = useState(false);
  useEffect(() => setHasActions(true), []);
  const refusal = refused.value.get(pick.track_id);
  const origin = { source: "slate", slateId: slate.value?.slate_id };
  const refuse = () => turnPickAway(pick, track, "track", origin);
  const refuseAll = () => turnPickAway(pick, track, "artist", origin);
  if (refusal) return <RefusedPick track={track} refusal={refusal} />;
  const isActive = list.selection.active === row;
  const kinds = ["pick", isWhyOpen && "is-open", list.isSelected(row) && "is-selected", isActive && "is-active"];
  return (
    <div
      class={kinds.filter(Boolean).join(" ")}
      role="row"
      aria-selected={list.isSelected(row)}
      data-key={pick.track_id}
      {...list.rowProps(row)}
    >
      <div class="pick-cell" role="gridcell">
        <button
          type="button"
          class="pick-play"
          aria-label={say.slate.playNow(titleOf(track))}
          onPointerDown={() => warmUp(track)}
          onClick={() => playNow([track], origin)}
        >
          <Cover url={track.cover_url} size="pick" isEager />
          <span class="pick-play-mark">
            <Icon name="play" filled />
          </span>
        </button>
        <div class="pick-names">
          <TitleLink track={track} />
          <Name text={artistOf(track)} kind="name-quiet" />
          <span class="pick-reason" dir="auto" title={pick.reason}>
            {pick.reason}
          </span>
        </div>
        {hasActions && (
          <div class="pick-actions">
            <LikeButton track={track} origin={origin} />
            <IconButton icon="playNext" label={say.slate.playNext} onPress={() => enqueue([track], origin, "next")} />
            <IconButton icon="dislike" label={say.slate.notThis} onPress={refuse} />
            <IconButton icon="notArtist" label={say.slate.notArtist} onPress={refuseAll} />
            <IconButton icon="help" label={say.slate.why} expanded={isWhyOpen} onPress={onWhy} />
          </div>
        )}
        <div class="pick-always">
          {liked.value.has(track.track_id) && <Icon name="heart" filled />}
          <RowMore list={list} row={row} track={track} />
        </div>
        {isWhyOpen && <PickWhy pick={pick} />}
      </div>
    </div>
  );
}

/** Stays in its place, grey, while it can be taken back; takes the focus of the button that is gone with the rest. */
function RefusedPick({ track, refusal }: { track: Track; refusal: Refused }) {
  const item = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) item.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="pick is-refused" role="row" data-key={track.track_id} ref={item}>
      <div class="pick-cell" role="gridcell">
        <Cover url={track.cover_url} size="pick" />
        <div class="pick-names">
          <Name text={titleOf(track)} kind="name-title" />
          <span class="pick-reason" role="status">
            {refusal.words}
          </span>
        </div>
        <button type="button" class="button pick-undo" onClick={() => takeBack(refusal, item.current)}>
          {say.undo}
        </button>
      </div>
    </div>
  );
}

/** The focus stays at the place, on the pick that is open again. */
function takeBack(refusal: Refused, item: HTMLElement | null): void {
  const list = item?.parentElement;
  const key = CSS.escape(refusal.pick.track_id);
  refusal.undo();
  requestAnimationFrame(() =>
    list?.querySelector<HTMLElement>(`[data-key="${key}"] .pick-play`)?.focus({ preventScroll: true }),
  );
}
