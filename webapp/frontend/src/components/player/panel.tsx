/** The panel over the page: the queue and, where the picks have no column of their own, the picks as a second tab. */
import { useEffect, useRef } from "preact/hooks";
import { say } from "../../messages";
import { listeningSays } from "../../messages/listening";
import { isWide, PANEL_PARTS, type PanelPart, panel } from "../../state/panels";
import { clearQueue, upcoming } from "../../state/player/queue";
import { IconButton } from "../icon";
import { SlateColumn } from "../slate/slate_column";
import { dropTracks } from "../tracks/drag_tracks";
import { isNowShown } from "./now_view";
import { QueueList } from "./queue_list";

const ID = "panel-part";

export function Panel() {
  const part = panel.value;
  if (part === null || isNowShown.value) return null;
  const label = isWide.value ? say.queue.title : listeningSays.panelLabel;
  return (
    <aside class="panel queue-panel" aria-label={label} {...dropTracks("end")}>
      <PanelHead part={part} />
      {isWide.value ? (
        <QueueList />
      ) : (
        <div class="panel-part" id={ID} role="tabpanel" aria-label={listeningSays.panelParts[part]}>
          {part === "queue" ? <QueueList /> : <Picks />}
        </div>
      )}
    </aside>
  );
}

function Picks() {
  return (
    <div class="panel-body panel-picks">
      <SlateColumn />
    </div>
  );
}

function PanelHead({ part }: { part: PanelPart }) {
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => buttons.current?.querySelector<HTMLElement>("button:last-child")?.focus(), []);
  return (
    <header class="panel-head">
      {isWide.value ? <h2>{say.queue.title}</h2> : <PanelTabs part={part} />}
      <div ref={buttons}>
        {part === "queue" && (
          <IconButton
            icon="clear"
            label={say.queue.clear}
            disabled={upcoming.value.length === 0}
            onPress={clearQueue}
          />
        )}
        <IconButton
          icon="close"
          label={say.player.close}
          onPress={() => {
            panel.value = null;
          }}
        />
      </div>
    </header>
  );
}

/** The arrows change the part, the focus goes along. */
function PanelTabs({ part }: { part: PanelPart }) {
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label={listeningSays.panelLabel}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        event.preventDefault();
        const other = PANEL_PARTS.find((each) => each !== part) ?? part;
        panel.value = other;
        event.currentTarget.querySelector<HTMLElement>(`[data-part=${other}]`)?.focus();
      }}
    >
      {PANEL_PARTS.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          class={each === part ? "tab is-here" : "tab"}
          aria-selected={each === part}
          aria-controls={each === part ? ID : undefined}
          tabIndex={each === part ? 0 : -1}
          data-part={each}
          onClick={() => {
            panel.value = each;
          }}
        >
          {listeningSays.panelParts[each]}
        </button>
      ))}
    </div>
  );
}
