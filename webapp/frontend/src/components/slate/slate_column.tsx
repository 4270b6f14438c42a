/** "Next for you": what plays now leads along a line to the picks. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pick, Track } from "../../api/records";
import { say } from "../../messages";
import { changeBetween } from "../../rules/slates";
import { known } from "../../state/library/known_tracks";
import { panel } from "../../state/panels";
import { playNow } from "../../state/player/playback";
import { playingTrack, upcoming } from "../../state/player/queue";
import { line } from "../../state/stream/live";
import { watchPicks } from "../../state/stream/seen_picks";
import {
  cause,
  held,
  holdBackWhile,
  letGo,
  presentWith,
  refused,
  showHeld,
  shownPicks,
  slate,
} from "../../state/stream/slate";
import { turnPickAway } from "../../state/stream/turning_away";
import { Icon } from "../icon";
import { fadeOut, glideFrom, placesIn } from "../motion";
import { Empty, Skeleton } from "../states";
import { Cover } from "../tracks/cover";
import { artistOf, Name, TitleLink } from "../tracks/names";
import { useRows } from "../tracks/use_rows";
import { RadioBadge } from "./mood_buttons";
import { SlateLine } from "./slate_line";
import { SlatePick } from "./slate_pick";
import { SteerPanel } from "./steer_panel";

/** What a pick that leaves is shown without. */
const LEFT_OUT = ".pick-actions, .pick-always button";

export function SlateColumn() {
  const flow = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => presentWith((show, next) => glide(list.current, show, next)), []);
  const picks = shownPicks.value.flatMap((pick) => {
    const track = known.value.get(pick.track_id);
    return track ? [[pick, track] as const] : [];
  });
  return (
    <>
      <header class="slate-head">
        <h2>{say.slate.title}</h2>
        <RadioBadge />
        {held.value && (
          <button type="button" class="chip chip-live" onClick={showHeld}>
            {say.slate.held}
          </button>
        )}
      </header>
      <SteerPanel />
      <div class="flow" ref={flow}>
        <SlateLine flow={flow} />
        <FlowNow />
        <p class={cause.value ? "cause is-shown" : "cause"} dir="auto">
          {cause.value}
        </p>
        <FlowQueue />
        {slate.value?.shared && (
          <p class="slate-shared" dir="auto">
            {slate.value.shared}
          </p>
        )}
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
  readonly list: { current: HTMLDivElement | null };
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
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(
    () =>
      holdBackWhile(
        () =>
          isPointed.current ||
          list.current?.matches(":focus-visible") === true ||
          list.current?.querySelector(":focus-visible") != null,
      ),
    [list],
  );
  useEffect(() => (list.current ? watchPicks(list.current) : undefined), [list]);
  const origin = { source: "slate", slateId: slate.value?.slate_id };
  const isOpenPick = (row: number) => !refused.value.has(picks[row]?.[0].track_id ?? "");
  const rows = useRows({
    source: "slate",
    count: picks.length,
    keys: picks.map(([pick]) => pick.track_id),
    trackAt: (row) => (isOpenPick(row) ? picks[row]?.[1] : undefined),
    onPlay: (row, chosen) => {
      const track = picks[row]?.[1];
      if (chosen.length > 1) playNow(chosen, origin);
      else if (track) playNow([track], origin);
    },
    onRemove: (chosen) => refuseAll(chosen.flatMap((row) => (isOpenPick(row) ? [picks[row]] : []))),
    entriesOf: (chosen) => entriesOf(chosen.flatMap((row) => (isOpenPick(row) ? [picks[row]] : []))),
    list,
  });
  const refuseAll = (chosen: readonly (ListProps["picks"][number] | undefined)[]) => {
    for (const each of chosen) if (each) turnPickAway(each[0], each[1], "track", origin);
  };
  const toggleWhy = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const entriesOf = (chosen: readonly (ListProps["picks"][number] | undefined)[]) => {
    const [first] = chosen;
    if (!first) return {};
    const notThese = ["dislike", say.slate.notThis, () => refuseAll(chosen)] as const;
    if (chosen.length > 1) return { rows: [notThese] };
    const [pick, track] = first;
    return {
      extra: [
        notThese,
        ["notArtist", say.slate.notArtist, () => turnPickAway(pick, track, "artist", origin)],
        ["help", say.slate.why, () => toggleWhy(pick.track_id)],
      ] as const,
    };
  };
  return (
    <div
      class="picks"
      role="grid"
      tabIndex={0}
      aria-label={say.slate.title}
      aria-multiselectable="true"
      aria-activedescendant={rows.activeId}
      {...rows.listProps}
      onPointerEnter={(event) => {
        isPointed.current = event.pointerType === "mouse";
      }}
      onPointerLeave={() => {
        isPointed.current = false;
        letGo();
      }}
      onFocusOut={() => requestAnimationFrame(letGo)}
    >
      {picks.map(([pick, track], row) => (
        <SlatePick
          key={pick.track_id}
          pick={pick}
          track={track}
          row={row}
          list={rows}
          isWhyOpen={open.has(pick.track_id)}
          onWhy={() => toggleWhy(pick.track_id)}
        />
      ))}
    </div>
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
        panel.value = "queue";
      }}
    >
      <Icon name="queue" />
      {say.queue.afterwards(rest)}
    </button>
  );
}

/** The list changes at once: what leaves fades, what stays glides to its place. */
function glide(list: HTMLElement | null, show: () => void, next: readonly Pick[]): void {
  const before = list && !document.hidden ? placesIn(list) : null;
  if (list && before) fadeOut(list, changeBetween(shownPicks.peek(), next).dropped, LEFT_OUT);
  show();
  if (list && before) requestAnimationFrame(() => glideFrom(before, list));
}
