/** The queue: reorder by drag or keyboard, remove, clear. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../messages";
import type { QueueEntry } from "../rules/queue";
import { known } from "../state/known_tracks";
import { isQueueOpen } from "../state/panels";
import {
  clearQueue,
  goesOnFromSlate,
  jumpTo,
  moveEntry,
  playing,
  queue,
  removeEntry,
  upcoming,
} from "../state/playback";
import { save } from "../state/saved";
import { Cover } from "./cover";
import { dropTracks } from "./drag_tracks";
import { Icon, IconButton } from "./icon";
import { artistOf, Name, titleOf } from "./names";
import { Empty } from "./states";

const ENTRY = "application/x-segue-entry";

export function QueuePanel() {
  if (!isQueueOpen.value) return null;
  const now = playing.value;
  return (
    <aside class="panel queue-panel" aria-label={say.queue.title} {...dropTracks("end")}>
      <PanelHead />
      <div class="panel-body">
        {now && (
          <>
            <h3>{say.queue.now}</h3>
            <ul class="entries">
              <EntryRow entry={now} at={queue.value.index} isNow />
            </ul>
          </>
        )}
        {upcoming.value.length > 0 ? (
          <>
            <h3>{say.queue.comes}</h3>
            <ul class="entries" aria-label={say.queue.comes}>
              {upcoming.value.map((entry, at) => (
                <EntryRow key={entry.key} entry={entry} at={queue.value.index + 1 + at} />
              ))}
            </ul>
          </>
        ) : (
          <Empty icon="queue" title={say.queue.empty} hint={say.queue.emptyHint} />
        )}
      </div>
      <label class="panel-foot">
        <input
          type="checkbox"
          checked={goesOnFromSlate.value}
          onChange={(event) => {
            goesOnFromSlate.value = event.currentTarget.checked;
            save("autoplay", goesOnFromSlate.value);
          }}
        />
        {say.queue.autoplay}
      </label>
    </aside>
  );
}

function PanelHead() {
  const close = useRef<HTMLDivElement>(null);
  useEffect(() => close.current?.querySelector<HTMLElement>("button:last-child")?.focus(), []);
  return (
    <header class="panel-head">
      <h2>{say.queue.title}</h2>
      <div ref={close}>
        <IconButton icon="clear" label={say.queue.clear} disabled={upcoming.value.length === 0} onPress={clearQueue} />
        <IconButton
          icon="close"
          label={say.player.close}
          onPress={() => {
            isQueueOpen.value = false;
          }}
        />
      </div>
    </header>
  );
}

function EntryRow({ entry, at, isNow = false }: { entry: QueueEntry; at: number; isNow?: boolean }) {
  const isOver = useSignal(false);
  const track = known.value.get(entry.trackId);
  if (!track) return null;
  const title = titleOf(track);
  return (
    <li
      class={`entry${isNow ? " is-now" : ""}${isOver.value ? " is-over" : ""}`}
      draggable={!isNow}
      onDragStart={(event) => event.dataTransfer?.setData(ENTRY, entry.key)}
      onDragOver={(event) => {
        if (isNow || !event.dataTransfer?.types.includes(ENTRY)) return;
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        isOver.value = false;
        const key = event.dataTransfer?.getData(ENTRY);
        if (!key) return;
        event.preventDefault();
        moveEntry(key, at);
      }}
    >
      {!isNow && (
        <button
          type="button"
          class="icon-button entry-handle"
          aria-label={say.queue.drag(title)}
          onKeyDown={(event) => steerEntry(event, entry.key, at)}
        >
          <Icon name="drag" />
        </button>
      )}
      <button
        type="button"
        class="entry-main"
        aria-current={isNow ? "true" : undefined}
        onClick={() => jumpTo(entry.key)}
      >
        <Cover url={track.cover_url} size="row" />
        <div class="cell-names">
          <Name text={title} kind="name-title" />
          <Name text={artistOf(track)} kind="name-quiet" />
        </div>
      </button>
      {!isNow && <IconButton icon="close" label={say.queue.remove(title)} onPress={() => removeEntry(entry.key)} />}
    </li>
  );
}

/** The arrows move the entry, Delete removes it; the focus stays on the handle because the entry keeps its key. */
function steerEntry(event: KeyboardEvent, key: string, at: number): void {
  if (event.key === "ArrowUp") moveEntry(key, at - 1);
  else if (event.key === "ArrowDown") moveEntry(key, at + 1);
  else if (event.key === "Delete" || event.key === "Backspace") removeEntry(key);
  else return;
  event.preventDefault();
}
