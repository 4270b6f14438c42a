/** A virtual wall of cards: as many columns as fit, rows only where one looks. */
import type { ComponentChildren } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { VirtualRows } from "../tracks/virtual_rows";

const CARD_PX = 184;
const GAP_PX = 16;
const NAMES_PX = 76;

interface Props {
  readonly count: number;
  readonly label: string;
  readonly onLook: (from: number, to: number) => void;
  readonly children: (at: number) => ComponentChildren;
}

export function CardWall({ count, label, onLook, children }: Props) {
  const wall = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!wall.current) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    watcher.observe(wall.current);
    return () => watcher.disconnect();
  }, []);
  const columns = Math.min(8, Math.max(2, Math.floor((width + GAP_PX) / (CARD_PX + GAP_PX))));
  const cardWidth = (width - (columns - 1) * GAP_PX) / columns;
  const look = useCallback(
    (from: number, to: number) => onLook(from * columns, to * columns + columns - 1),
    [onLook, columns],
  );
  return (
    <section class="wall" ref={wall} aria-label={label}>
      {width > 0 && (
        <VirtualRows
          count={Math.ceil(count / columns)}
          rowHeight_px={Math.round(cardWidth + NAMES_PX)}
          kind="wall-rows"
          onLook={look}
        >
          {(row) => (
            <div key={row} class={`wall-row columns-${columns}`}>
              {Array.from({ length: columns }, (_, column) => row * columns + column)
                .filter((at) => at < count)
                .map((at) => children(at))}
            </div>
          )}
        </VirtualRows>
      )}
    </section>
  );
}
