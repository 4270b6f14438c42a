/** The signature: a thin line from what plays to the picks, filling towards the next one as the track goes on. */

import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { position_s } from "../../state/player/deck";
import { duration_s } from "../../state/player/playback";
import { upcoming } from "../../state/player/queue";
import { shownPicks } from "../../state/stream/slate";

const TRUNK_X = 26;
const HANG_X = 50;
const BEND = 18;

interface Shape {
  readonly height: number;
  readonly from: number;
  readonly hooks: readonly { readonly key: string; readonly y: number }[];
}

const NO_SHAPE: Shape = { height: 0, from: 0, hooks: [] };

export function SlateLine({ flow }: { flow: RefObject<HTMLElement | null> }) {
  const [shape, setShape] = useState(NO_SHAPE);
  const [pointed, setPointed] = useState("");
  const picks = shownPicks.value;
  useLayoutEffect(() => {
    const element = flow.current;
    if (!element) return;
    const measure = () => setShape(shapeOf(element));
    const point = (event: Event) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
      setPointed(event.type === "pointerleave" || event.type === "focusout" ? "" : (item?.dataset.key ?? ""));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    const kinds = ["pointerover", "pointerleave", "focusin", "focusout"];
    for (const kind of kinds) element.addEventListener(kind, point);
    return () => {
      watcher.disconnect();
      for (const kind of kinds) element.removeEventListener(kind, point);
    };
  }, [flow, picks]);
  const first = shape.hooks[0];
  const lit = shape.hooks.find((hook) => hook.key === pointed);
  const heard = upcoming.value.length === 0 && duration_s.value ? position_s.value / duration_s.value : 0;
  return (
    <svg class="line" aria-hidden="true" height={shape.height}>
      {shape.hooks.map((hook) => (
        <path key={hook.key} class="line-branch" d={branch(shape.from, hook.y)} />
      ))}
      {first && heard > 0 && (
        <path
          class="line-heard"
          d={branch(shape.from, first.y)}
          pathLength={1}
          stroke-dasharray={`${Math.min(1, heard)} 2`}
        />
      )}
      {lit && <path class="line-lit" d={branch(shape.from, lit.y)} />}
      {shape.hooks.map((hook) => (
        <circle key={hook.key} class={hook === lit ? "line-end is-lit" : "line-end"} cx={HANG_X} cy={hook.y} r="2.5" />
      ))}
    </svg>
  );
}

function branch(from: number, to: number): string {
  const bend = Math.min(BEND, (to - from) / 2);
  return `M${TRUNK_X} ${from}V${to - bend}Q${TRUNK_X} ${to} ${HANG_X} ${to}`;
}

/** Layout positions, not the moving ones of an animation: offsets ignore transforms. */
function shapeOf(flow: HTMLElement): Shape {
  const now = flow.querySelector<HTMLElement>(".flow-now");
  const covers = [...flow.querySelectorAll<HTMLElement>("[data-key]")];
  return {
    height: flow.scrollHeight,
    from: now ? now.offsetTop + now.offsetHeight - 4 : 0,
    hooks: covers.map((item) => ({ key: item.dataset.key ?? "", y: item.offsetTop + 32 })),
  };
}
