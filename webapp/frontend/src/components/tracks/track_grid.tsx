/** Tracks as a list: select with mouse, shift and keyboard, play, menu, drag. Long lists are virtual, short ones are not. */

import type { ComponentChildren } from "preact";
import { useCallback } from "preact/hooks";
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { TrackRow } from "./track_row";
import { useRows } from "./use_rows";
import { VirtualRows } from "./virtual_rows";

export const ROW_PX = 44;

interface Props {
  readonly label: string;
  readonly source: string;
  readonly count: number;
  readonly at: (row: number) => Track | undefined;
  readonly onPlay: (row: number, tracks: readonly Track[]) => void;
  /** Given for long lists: the grid scrolls by itself and says what is in sight. */
  readonly onLook?: (from: number, to: number) => void;
  readonly head?: ComponentChildren;
  /** What the rows are in the order of; another order has another selection. */
  readonly order?: string;
  /** The listener goes up from the first row. */
  readonly onLeaveUp?: () => void;
  readonly numberOf?: (row: number, track: Track | undefined) => number;
  /** The tracks tell the listener's own plays. */
  readonly hasPlays?: boolean;
}

export function TrackGrid({
  label,
  source,
  count,
  at,
  onPlay,
  onLook,
  head,
  order,
  onLeaveUp,
  numberOf,
  hasPlays = false,
}: Props) {
  const list = useRows({
    source,
    count,
    trackAt: at,
    onPlay,
    ...(order !== undefined && { order }),
    ...(onLeaveUp && { onLeaveUp }),
  });
  const renderRow = (row: number) => {
    const track = at(row);
    return (
      <TrackRow
        key={row}
        row={row}
        track={track}
        source={source}
        number={numberOf?.(row, track) ?? row + 1}
        rows={list}
        hasPlays={hasPlays}
      />
    );
  };
  const look = useCallback((from: number, to: number) => onLook?.(from, to), [onLook]);
  const rows = Array.from({ length: onLook ? 0 : count }, (_, row) => row);
  return (
    <div
      class={`grid${onLook ? " grid-long" : ""}${hasPlays ? " has-plays" : ""}`}
      aria-label={label}
      aria-rowcount={count + 1}
      role="grid"
      tabIndex={0}
      aria-multiselectable="true"
      aria-activedescendant={list.activeId}
      {...list.listProps}
    >
      {head}
      {onLook ? (
        <VirtualRows count={count} rowHeight_px={ROW_PX} kind="rows" onLook={look} followed={list.selection.active}>
          {renderRow}
        </VirtualRows>
      ) : (
        <div class="rows" role="rowgroup">
          {rows.map(renderRow)}
        </div>
      )}
      {list.nChosen > 1 && <p class="selected-count">{say.library.selected(list.nChosen)}</p>}
    </div>
  );
}
