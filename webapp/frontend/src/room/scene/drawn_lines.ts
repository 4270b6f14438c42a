/** Which lines the room shows: neighbours and connections of the chosen track, the line to the picks, the trail. */
import type { Rgb } from "../../rules/colours";
import type { RoomColours } from "../drawing/palette";
import type { Ribbons } from "../drawing/ribbons";
import type { LiveRows } from "../live_rows";
import { CONNECTION_KINDS, type NodeAnswer, type Place } from "../map/records";
import type { LineKind } from "../state";
import { AXIS_LINES } from "./arranging";

const SLATE = { sag: 0.16, fade: 0.35, glow: 1 };
const NEIGHBOUR = { sag: 0, fade: 0.55, glow: 0.25 };
const CONNECTION = { sag: -0.12, fade: 0.6, glow: 0.15 };
/** Of one name; more of them is a cloud that says nothing. */
const MAX_CONNECTED = 60;

export interface Drawn {
  readonly places: Float32Array;
  readonly node: NodeAnswer | null;
  readonly live: LiveRows;
  readonly shown: ReadonlySet<LineKind>;
  readonly colours: RoomColours;
  readonly hasAxes: boolean;
  /** Rows that were put elsewhere; a thread leads home from each. */
  readonly own: ReadonlyMap<number, Place>;
  readonly homes: Float32Array;
  /** From the track to its ghost. */
  readonly ghostAt: ArrayLike<number> | null;
  /** Where listening was in the weeks up to the one that is shown, oldest first. */
  readonly path: readonly Place[];
}

/** The colour of each kind of connection: those of the categories, in this order. */
export const colourOfKind = (colours: RoomColours, kind: string): Rgb =>
  colours.categories[(CONNECTION_KINDS as readonly string[]).indexOf(kind) % colours.categories.length] ?? colours.text;

export function drawLines(ribbons: Ribbons, drawn: Drawn): void {
  const { places, node, live, shown, colours } = drawn;
  const at = (row: number) => places.subarray(row * 3, row * 3 + 3);
  const isHere = (row: number) => row >= 0 && row * 3 + 2 < places.length;
  ribbons.clear();
  if (drawn.hasAxes) for (const [from, to] of AXIS_LINES) ribbons.add(from, to, colours.line, 0.9, 1.6);
  for (const row of drawn.own.keys()) {
    if (isHere(row)) ribbons.add(at(row), drawn.homes.subarray(row * 3, row * 3 + 3), colours.accent, 0.45, 1.2, 0.3);
  }
  if (shown.has("trail")) drawTrail(ribbons, live.trail.filter(isHere).map(at), colours);
  if (node && isHere(node.row)) {
    for (const { kind, rows } of node.connections) {
      if (!shown.has(kind)) continue;
      for (const row of rows.slice(0, MAX_CONNECTED)) {
        if (isHere(row) && row !== node.row) {
          ribbons.arc(at(node.row), at(row), colourOfKind(colours, kind), 0.75, 1.6, CONNECTION);
        }
      }
    }
    for (const { row, is_kept, closeness } of shown.has("neighbours") ? node.neighbours : []) {
      if (row === null || !isHere(row)) continue;
      // What the map tore apart is seen as such: thin and long.
      ribbons.arc(at(node.row), at(row), colours.text, 0.25 + 0.5 * closeness, is_kept ? 2 : 1.2, NEIGHBOUR);
    }
    if (drawn.ghostAt) ribbons.arc(at(node.row), drawn.ghostAt, colours.accent, 0.8, 2, CONNECTION);
  }
  for (const [n, to] of drawn.path.entries()) {
    const start = drawn.path[n - 1];
    if (start) ribbons.add(start, to, colours.accent, 0.15 + (0.75 * n) / drawn.path.length, 3, 0.6);
  }
  const from = live.playing;
  if (shown.has("picks") && from !== null && isHere(from)) {
    for (const [rank, row] of live.picks.entries()) {
      if (!isHere(row) || row === from) continue;
      ribbons.arc(at(from), at(row), colours.accent, 0.95 - 0.05 * rank, Math.max(1.2, 3.2 - 0.25 * rank), SLATE);
    }
  }
  ribbons.show();
}

/** The oldest steps are the faintest. */
function drawTrail(ribbons: Ribbons, steps: readonly Float32Array[], { text }: RoomColours): void {
  for (const [n, to] of steps.entries()) {
    const from = steps[n - 1];
    if (from) ribbons.add(from, to, text, 0.1 + (0.35 * n) / steps.length, 1.8, 0.4);
  }
}
