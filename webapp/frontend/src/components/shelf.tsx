/** A row of cards that scrolls sideways: its edges fade where it goes on, and buttons take it there. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ownSays } from "../messages/own";
import { IconButton } from "./icon";

interface Props {
  readonly title: string;
  /** Stands at the right of the title: a link to the whole list, or a button. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Shelf({ title, aside, children }: Props) {
  const row = useRef<HTMLDivElement>(null);
  const [goes, setGoes] = useState({ back: false, on: false });
  const measure = () => {
    const { scrollLeft = 0, scrollWidth = 0, clientWidth = 0 } = row.current ?? {};
    const next = { back: scrollLeft > 4, on: scrollLeft + clientWidth < scrollWidth - 4 };
    setGoes((old) => (old.back === next.back && old.on === next.on ? old : next));
  };
  useLayoutEffect(measure);
  useEffect(() => {
    const watcher = new ResizeObserver(measure);
    if (row.current) watcher.observe(row.current);
    return () => watcher.disconnect();
  }, []);
  const scroll = (way: 1 | -1) => {
    const step = (row.current?.clientWidth ?? 0) * 0.8;
    row.current?.scrollBy({ left: way * step });
  };
  return (
    <section aria-label={title}>
      <header class="section-head">
        <h2>{title}</h2>
        <span class="shelf-aside">
          {aside}
          {(goes.back || goes.on) && (
            <span class="shelf-steps">
              <IconButton
                icon="left"
                label={ownSays.home.back(title)}
                disabled={!goes.back}
                skipTab
                onPress={() => scroll(-1)}
              />
              <IconButton
                icon="right"
                label={ownSays.home.on(title)}
                disabled={!goes.on}
                skipTab
                onPress={() => scroll(1)}
              />
            </span>
          )}
        </span>
      </header>
      <div class={`shelf${goes.back ? " goes-back" : ""}${goes.on ? " goes-on" : ""}`} ref={row} onScroll={measure}>
        {children}
      </div>
    </section>
  );
}
