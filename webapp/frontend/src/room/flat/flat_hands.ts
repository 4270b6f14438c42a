/** Mouse, fingers and keys on the flat map. */
import { chooseRow } from "../choose_row";
import { selectAround } from "../selecting/around";
import { beginLasso, drawLasso, endLasso, lassoLine, type Point } from "../selecting/lasso";
import { addRows, isSelecting, stepBack, toggleRow } from "../selecting/selected";
import { choose, node, pointedRow } from "../state";
import { goToNextNeighbour } from "../ways";
import type { FlatView } from "./draw_flat";

const STEP_PX = 60;
const CLICK_PX = 5;
const MIN_SCALE = 80;
const MAX_SCALE = 8_000;

export interface FlatActs {
  /** Do what changes the view, and draw it. */
  readonly change: (act: () => void) => void;
  readonly rowUnder: (x: number, y: number) => number;
  /** What is seen inside of a line. */
  readonly rowsWithin: (line: readonly Point[]) => readonly number[];
  readonly showAll: () => void;
  readonly goToRow: (row: number) => void;
}

export function shiftFlat(view: FlatView, by_x: number, by_y: number): void {
  view.x -= by_x / view.scale;
  view.z -= by_y / view.scale;
}

export function zoomFlat(view: FlatView, factor: number): void {
  view.scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
}

/** Returns what lets go of them again. */
export function takeFlatHands(hands: HTMLElement, view: FlatView, acts: FlatActs): () => void {
  const { change, rowUnder } = acts;
  const fingers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const pinch = (event: PointerEvent, before: { x: number; y: number }) => {
    for (const [id, other] of fingers) {
      if (id === event.pointerId) continue;
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(event.offsetX - other.x, event.offsetY - other.y);
      if (was > 0 && is > 0) zoomFlat(view, is / was);
    }
  };
  const listeners: Partial<{ [Kind in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[Kind]) => void }> = {
    pointerdown: (event) => {
      hands.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      travelled = fingers.size === 1 ? 0 : CLICK_PX;
      endLasso();
      if (fingers.size === 1 && isToSelect(event)) beginLasso(event.offsetX, event.offsetY);
    },
    pointermove: (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) {
        const row = rowUnder(event.offsetX, event.offsetY);
        pointedRow.value = row < 0 ? null : row;
        return;
      }
      const [by_x, by_y] = [event.offsetX - before.x, event.offsetY - before.y];
      travelled += Math.abs(by_x) + Math.abs(by_y);
      if (lassoLine.peek().length > 0) drawLasso(event.offsetX, event.offsetY);
      else
        change(() => {
          if (fingers.size === 2) pinch(event, before);
          shiftFlat(view, by_x / fingers.size, by_y / fingers.size);
        });
      fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    },
    pointerup: (event) => {
      const isClick = fingers.delete(event.pointerId) && fingers.size === 0 && travelled < CLICK_PX;
      const line = endLasso();
      const row = isClick ? rowUnder(event.offsetX, event.offsetY) : -1;
      if (!isClick && line.length > 0) addRows(acts.rowsWithin(line));
      if (row >= 0 && isToSelect(event)) toggleRow(row);
      else if (row >= 0) void chooseRow(row);
    },
    pointercancel: (event) => {
      fingers.delete(event.pointerId);
      endLasso();
    },
    wheel: (event) => {
      event.preventDefault();
      change(() => zoomFlat(view, Math.exp(-event.deltaY * 0.0016)));
    },
    keydown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const move = MOVES[event.key];
      const act = WAYS[event.key];
      if (move) change(() => move(view));
      else if (act) act(acts);
      else return;
      event.preventDefault();
    },
  };
  for (const [kind, act] of Object.entries(listeners)) hands.addEventListener(kind, act as EventListener);
  return () => {
    for (const [kind, act] of Object.entries(listeners)) hands.removeEventListener(kind, act as EventListener);
  };
}

const MOVES: Readonly<Record<string, (view: FlatView) => void>> = {
  ArrowLeft: (view) => shiftFlat(view, STEP_PX, 0),
  ArrowRight: (view) => shiftFlat(view, -STEP_PX, 0),
  ArrowUp: (view) => shiftFlat(view, 0, STEP_PX),
  ArrowDown: (view) => shiftFlat(view, 0, -STEP_PX),
  "+": (view) => zoomFlat(view, 1.3),
  "=": (view) => zoomFlat(view, 1.3),
  "-": (view) => zoomFlat(view, 1 / 1.3),
};

const WAYS: Readonly<Record<string, (acts: FlatActs) => void>> = {
  n: () => (node.peek() ? goToNextNeighbour() : void chooseRow(0)),
  p: () => history.back(),
  Home: ({ showAll }) => showAll(),
  Enter: ({ goToRow }) => {
    const row = node.peek()?.row;
    if (row === undefined) void chooseRow(0);
    else goToRow(row);
  },
  x: () => {
    const row = node.peek()?.row;
    if (row !== undefined) toggleRow(row);
  },
  X: selectAround,
  Escape: () => {
    if (!stepBack()) choose("", { stay: true });
  },
};

const isToSelect = (event: PointerEvent): boolean =>
  isSelecting.peek() || event.shiftKey || event.ctrlKey || event.metaKey;
