/** A list that segue made: play it, queue it, and see why each track is there. */
import type { GeneratedItem, GeneratedListAnswer } from "../api/schema";
import { ExportMenu } from "../components/export_menu";
import { Icon } from "../components/icon";
import { MoreOfList } from "../components/list_actions";
import { RowMore } from "../components/menu/more_button";
import { ShareBar } from "../components/share_bar";
import { Cover } from "../components/tracks/cover";
import { LikeButton } from "../components/tracks/like_button";
import { ArtistLink, TitleLink, titleOf } from "../components/tracks/names";
import { playAll, queueAll, shuffleAll } from "../components/tracks/track_list";
import { type Rows, useRows } from "../components/tracks/use_rows";
import { listeningSays } from "../messages/listening";
import { make } from "../messages/make";
import { clockTime, spokenLength } from "../rules/times";
import { warmUp } from "../state/player/coming";

const SOURCE = "generated";

interface Props {
  readonly answer: GeneratedListAnswer;
  readonly fact?: string;
  /** Several stand on one page: the tracks are shown when they are asked for. */
  readonly isFolded?: boolean;
}

export function MadeList({ answer, fact = "", isFolded = false }: Props) {
  const tracks = answer.items.map((item) => item.track);
  return (
    <section class="made" aria-label={answer.name}>
      <header class="made-head">
        <div class="made-names">
          <h2 dir="auto">{answer.name}</h2>
          <p class="field-hint" role="status">
            {[make.facts(tracks.length, answer.duration_s ? spokenLength(answer.duration_s) : ""), fact]
              .filter(Boolean)
              .join(" · ")}
          </p>
          {answer.message && <p class="made-message">{answer.message}</p>}
        </div>
        {tracks.length > 0 && (
          <div class="made-actions">
            <button type="button" class="button button-main" onClick={() => playAll(tracks, SOURCE)}>
              <Icon name="play" filled />
              {make.play}
            </button>
            <button type="button" class="button" onClick={() => shuffleAll(tracks, SOURCE)}>
              <Icon name="shuffle" />
              {listeningSays.shuffleAll}
            </button>
            <button type="button" class="button" onClick={() => queueAll(tracks, SOURCE)}>
              {make.queue}
            </button>
            <ExportMenu whole={{ tracks }} name={answer.name} />
            <MoreOfList name={answer.name} whole={{ tracks }} />
          </div>
        )}
      </header>
      {isFolded && tracks.length > 0 ? (
        <details class="made-fold">
          <summary>{make.show}</summary>
          <MadeRows answer={answer} />
        </details>
      ) : (
        <MadeRows answer={answer} />
      )}
    </section>
  );
}

function MadeRows({ answer }: { answer: GeneratedListAnswer }) {
  const tracks = answer.items.map((item) => item.track);
  const list = useRows({
    source: SOURCE,
    count: tracks.length,
    keys: tracks.map((track) => track.track_id),
    trackAt: (row) => tracks[row],
    onPlay: (row, chosen) => playAll(chosen.length > 1 ? chosen : tracks.slice(row), SOURCE),
  });
  return (
    <div
      class="made-rows"
      role="grid"
      tabIndex={0}
      aria-label={answer.name}
      aria-multiselectable="true"
      aria-activedescendant={list.activeId}
      {...list.listProps}
    >
      {answer.items.map((item, row) => (
        <MadeRow
          key={item.track.track_id}
          item={item}
          row={row}
          list={list}
          play={() => playAll(tracks.slice(row), SOURCE)}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly item: GeneratedItem;
  readonly row: number;
  readonly list: Rows;
  readonly play: () => void;
}

function MadeRow({ item, row, list, play }: RowProps) {
  const { track, reason, step, is_chosen } = item;
  const isActive = list.selection.active === row;
  const kinds = ["made-row", is_chosen && "is-chosen", list.isSelected(row) && "is-selected", isActive && "is-active"];
  return (
    <div role="row" aria-selected={list.isSelected(row)} {...list.rowProps(row)}>
      <div class={kinds.filter(Boolean).join(" ")} role="gridcell">
        <button
          type="button"
          class="pick-play"
          aria-label={make.playFrom(titleOf(track))}
          onPointerDown={() => warmUp(track)}
          onClick={play}
        >
          <Cover url={track.cover_url} size="pick" />
          <span class="pick-play-mark">
            <Icon name="play" filled />
          </span>
        </button>
        <div class="pick-names">
          <TitleLink track={track} />
          <ArtistLink track={track} />
          <span class="pick-reason">{reason}</span>
        </div>
        <div class="made-step">
          {step !== null && (
            <>
              <ShareBar share={step} />
              <span aria-hidden="true">{make.step(step)}</span>
              <span class="only-heard">{make.stepHeard(step)}</span>
            </>
          )}
        </div>
        <span class="made-time time">{clockTime(track.duration_s)}</span>
        <div class="alike-actions">
          <LikeButton track={track} origin={{ source: SOURCE }} />
          <RowMore list={list} row={row} track={track} />
        </div>
      </div>
    </div>
  );
}
