/** "Next for you": what plays now leads along a line to the picks. */
import { useEffect, useRef } from "preact/hooks";
import type { Pick, Slate, Track } from "../api/records";
import { say } from "../messages";
import { changeBetween } from "../rules/slates";
import { known } from "../state/known_tracks";
import { line } from "../state/live";
import { isQueueOpen } from "../state/panels";
import { playingTrack, upcoming } from "../state/playback";
import { cause, held, holdBackWhile, letGo, presentWith, showHeld, slate } from "../state/slate";
import { Cover } from "./cover";
import { Icon } from "./icon";
import { MoodBadge } from "./mood_buttons";
import { fadeOut, glideFrom, placesIn } from "./motion";
import { artistOf, Name, TitleLink } from "./names";
import { SlateLine } from "./slate_line";
import { SlatePick } from "./slate_pick";
import { Empty, Skeleton } from "./states";

export function SlateColumn() {
  const flow = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => presentWith((show, next) => void glide(list.current, show, next)), []);
  const picks = (slate.value?.picks ?? []).flatMap((pick) => {
    const track = known.value.get(pick.track_id);
    return track ? [[pick, track] as const] : [];
  });
  return (
    <>
      <header class="slate-head">
        <h2>{say.slate.title}</h2>
        <MoodBadge />
        {held.value && (
          <button type="button" class="chip chip-live" onClick={showHeld}>
            {say.slate.held}
          </button>
        )}
      </header>
      <div class="flow" ref={flow}>
        <SlateLine flow={flow} />
        <FlowNow />
        <p class={cause.value ? "cause is-shown" : "cause"} dir="auto">
          {cause.value}
        </p>
        <FlowQueue />
        <PickList picks={picks} list={list} />
      </div>
      <p class="only-heard" role="status" aria-live="polite">
        {cause.value && say.slate.announce(picks.length, cause.value)}
      </p>
    </>
  );
}

interface ListProps {
  readonly picks: readonly (readonly [Pick, Track])[];
  readonly list: { current: HTMLOListElement | null };
}

function PickList({ picks, list }: ListProps) {
  if (slate.value === null) {
    if (line.value === "offline") return <Empty icon="offline" title={say.slate.empty} hint={say.slate.noLine} />;
    return <Skeleton kind="pick" count={6} />;
  }
  if (picks.length === 0) {
    return <Empty icon="flow" title={say.slate.empty} hint={slate.value.message || say.slate.emptyHint} />;
  }
  return <Picks picks={picks} list={list} />;
}

/** Clicks leave the focus behind; only a focus that shows, from the keyboard, holds the list still. */
function Picks({ picks, list }: ListProps) {
  const isPointed = useRef(false);
  useEffect(
    () => holdBackWhile(() => isPointed.current || list.current?.querySelector(":focus-visible") != null),
    [list],
  );
  return (
    <ol
      class="picks"
      ref={list}
      aria-label={say.slate.title}
      onPointerEnter={(event) => {
        isPointed.current = event.pointerType === "mouse";
      }}
      onPointerLeave={() => {
        isPointed.current = false;
        letGo();
      }}
      onFocusOut={() => requestAnimationFrame(letGo)}
    >
      {picks.map(([pick, track]) => (
        <SlatePick key={pick.track_id} pick={pick} track={track} />
      ))}
    </ol>
  );
}

function FlowNow() {
  const track = playingTrack.value;
  if (!track) {
    return (
      <div class="flow-now is-empty">
        <span class="flow-start">
          <Icon name="play" filled />
        </span>
        <div class="pick-names">
          <span class="flow-word">{say.slate.starts}</span>
          <span class="name name-quiet">{say.player.nothing}</span>
        </div>
      </div>
    );
  }
  return (
    <div class="flow-now">
      <Cover url={track.cover_url} size="pick" isEager />
      <div class="pick-names">
        <span class="flow-word">{say.slate.now}</span>
        <TitleLink track={track} />
        <Name text={artistOf(track)} kind="name-quiet" />
      </div>
    </div>
  );
}

function FlowQueue() {
  const rest = upcoming.value.length;
  if (rest === 0) return null;
  return (
    <button
      type="button"
      class="flow-queue"
      onClick={() => {
        isQueueOpen.value = true;
      }}
    >
      <Icon name="queue" />
      {say.queue.afterwards(rest)}
    </button>
  );
}

/** Leaving picks fade, then the list changes and what stayed glides to its place. */
async function glide(list: HTMLElement | null, show: () => void, next: Slate): Promise<void> {
  if (!list || document.hidden) return show();
  await fadeOut(list, changeBetween(slate.peek()?.picks ?? [], next.picks).dropped);
  const before = placesIn(list);
  show();
  requestAnimationFrame(() => glideFrom(before, list));
}
