/** How many tracks a list has; it stands in the address. */
import { TextField } from "../lab/parts/choice";
import { make } from "../messages/make";
import { goQuery, place } from "../state/router";
import { lengthOf } from "./anchors";

const MAX_N = 100;
const DEFAULT_N = 25;

const typed = (): string => place.value.query.get("n") ?? String(DEFAULT_N);

/** The number in the address; null when it cannot be one. */
export const lengthIn = (low: number): number | null => lengthOf(typed(), low, MAX_N);

export function LengthField({ low }: { low: number }) {
  return (
    <TextField
      label={make.length}
      value={typed()}
      kind="number"
      min={low}
      max={MAX_N}
      problem={lengthIn(low) === null ? make.lengthProblem(low, MAX_N) : ""}
      onInput={(value) => goQuery({ n: value })}
    />
  );
}
