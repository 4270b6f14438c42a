/** What is wished for, in words: the chosen track, and how the turned knobs change it. */
import { wishSays } from "../../messages/room/wishes";
import type { Knob } from "../map/records";

/** Of a knob's range: less is no change that one would speak of. */
const MIN_TURN = 0.02;
const MAX_CHANGES = 3;

/** The name of a wish, the largest changes first: "A song, but faster and calmer". */
export function nameOfWish(title: string, knobs: readonly Knob[]): string {
  const changes = knobs
    .map(({ name, value, original, low, high }) => ({ name, turn: (value - original) / (high - low || 1) }))
    .filter(({ turn }) => Math.abs(turn) >= MIN_TURN)
    .sort((one, other) => Math.abs(other.turn) - Math.abs(one.turn))
    .slice(0, MAX_CHANGES)
    .map(({ name, turn }) => (turn > 0 ? wishSays.more(name) : wishSays.less(name)));
  return wishSays.like(title, changes);
}
