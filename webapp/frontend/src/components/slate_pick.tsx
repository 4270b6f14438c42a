/** One pick: cover, names, the reason, and what can be done with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pick, Track } from "../api/records";
import { say } from "../messages";
import { menu } from "../state/panels";
import { enqueue, playNow, warmUp } from "../state/playback";
import { dismiss, dismissed, slate } from "../state/slate";
import { liked, refuseArtist, toggleDislike } from "../state/taste";
import { Cover } from "./cover";
import { endDrag, startDrag } from "./drag_tracks";
import { Icon, IconButton } from "./icon";
import { LikeButton } from "./like_button";
import { artistOf, Name, TitleLink, titleOf } from "./names";
import { PickWhy } from "./pick_why";

export function SlatePick({ pick, track }: { pick: Pick; track: Track }) {
  const [isWhyOpen, setWhyOpen] = useState(false);
  const refusal = dismissed.value.get(pick.track_id);
  const origin = { source: "slate", slateId: slate.value?.slate_id };
  const refuse = () => {
    toggleDislike(track, origin);
    dismiss(track.track_id, say.slate.refused);
  };
  const refuseAll = () => {
    refuseArtist(track, origin.slateId);
    dismiss(track.track_id, say.slate.refusedArtist(artistOf(track)));
  };
  const showMore = (event: MouseEvent) => {
    const button = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
    const box = button?.getBoundingClientRect();
    menu.value = {
      tracks: [track],
      source: "slate",
      x: event.type === "contextmenu" ? event.clientX : (box?.left ?? 0),
      y: event.type === "contextmenu" ? event.clientY : (box?.bottom ?? 0),
      opener: button,
      extra: [
        ["dislike", say.slate.notThis, refuse],
        ["notArtist", say.slate.notArtist, refuseAll],
        ["help", say.slate.why, () => setWhyOpen(true)],
      ],
    };
  };
  if (refusal) return <RefusedPick track={track} words={refusal} />;
  return (
    <li
      class={isWhyOpen ? "pick is-open" : "pick"}
      data-key={pick.track_id}
      draggable
      onDragStart={(event) => startDrag(event, [track])}
      onDragEnd={endDrag}
      onContextMenu={(event) => {
        event.preventDefault();
        showMore(event);
      }}
    >
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
      <div class="pick-actions">
        <LikeButton track={track} origin={origin} />
        <IconButton icon="playNext" label={say.slate.playNext} onPress={() => enqueue([track], origin, "next")} />
        <IconButton icon="dislike" label={say.slate.notThis} onPress={refuse} />
        <IconButton icon="notArtist" label={say.slate.notArtist} onPress={refuseAll} />
        <IconButton icon="help" label={say.slate.why} expanded={isWhyOpen} onPress={() => setWhyOpen(!isWhyOpen)} />
      </div>
      <div class="pick-always">
        {liked.value.has(track.track_id) && <Icon name="heart" filled />}
        <IconButton icon="more" kind="pick-more" label={say.slate.more(titleOf(track))} onPress={showMore} />
      </div>
      {isWhyOpen && <PickWhy pick={pick} />}
    </li>
  );
}

/** Stays in its place, grey, until the next slate; takes the focus of the button that is gone with the rest. */
function RefusedPick({ track, words }: { track: Track; words: string }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) item.current?.focus({ preventScroll: true });
  }, []);
  return (
    <li class="pick is-refused" data-key={track.track_id} tabIndex={-1} ref={item}>
      <Cover url={track.cover_url} size="pick" />
      <div class="pick-names">
        <Name text={titleOf(track)} kind="name-title" />
        <span class="pick-reason">{words}</span>
      </div>
    </li>
  );
}
