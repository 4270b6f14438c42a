/** Renders only the rows in sight of a list of any length; every row has the same height. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { place } from "../../state/router";
import { placeRows } from "../motion";

const AROUND = 8;
/** Scroll positions of lists by history entry, so that "back" returns to the same row; sorted anew, a list begins anew. */
const scrolled = new Map<string, { readonly query: string; readonly top: number }>();

interface Props {
  readonly count: number;
  readonly rowHeight_px: number;
  readonly kind: string;
  readonly onLook: (from: number, to: number) => void;
  readonly children: (row: number) => ComponentChildren;
  /** Row to bring into sight when it changes (keyboard). */
  readonly followed?: number;
}

export function VirtualRows({ count, rowHeight_px, kind, onLook, children, followed = -1 }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, to: 30 });
  const key = place.value.key + place.value.path;
  const query = place.value.query.toString();

  // Before the next effect: a list without its height cannot be scrolled to where it was.
  useLayoutEffect(() => {
    if (space.current && rows.current) {
      placeRows(space.current, rows.current, count, rowHeight_px, range.from);
    }
  }, [count, rowHeight_px, range.from]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const from = Math.max(0, Math.floor(element.scrollTop / rowHeight_px) - AROUND);
      const to = Math.min(count - 1, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight_px) + AROUND);
      scrolled.set(key, { query, top: element.scrollTop });
      setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    const before = scrolled.get(key);
    element.scrollTop = before?.query === query ? before.top : 0;
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [count, rowHeight_px, key, query]);

  useLayoutEffect(() => onLook(range.from, Math.max(range.from, range.to)), [range.from, range.to, onLook]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || followed < 0) return;
    const top = followed * rowHeight_px;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight_px > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight_px - element.clientHeight;
    }
  }, [followed, rowHeight_px]);

  const last = Math.min(range.to, count - 1);
  const seen = Array.from({ length: Math.max(0, last - range.from + 1) }, (_, at) => range.from + at);
  return (
    <div class={`virtual ${kind}`} ref={scroller} role="presentation">
      <div class="virtual-space" ref={space} role="presentation">
        <div class="virtual-rows" ref={rows} role="presentation">
          {seen.map((row) => children(row))}
        </div>
      </div>
    </div>
  );
}
