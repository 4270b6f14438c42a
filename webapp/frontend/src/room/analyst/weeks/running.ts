/** Lets the weeks run by themselves, one after the other, up to the newest. */
import { effect, signal } from "@preact/signals";
import { isMotionWanted } from "../../../components/motion";
import { isNarrow } from "../../narrow";
import { chosenId } from "../../state";
import { showSettled, showWeek, weekAt, weeks } from "./store";

const STEP_MS = 700;

export const isRunning = signal(false);

/** From the beginning, where the newest is shown; not where less motion is wanted. */
export function run(): void {
  const [now, at] = [weeks.peek(), weekAt.peek()];
  if (!now || at === null || !isMotionWanted()) return;
  if (at === now.nWeeks - 1) showWeek(0, { isRunning: true });
  isRunning.value = true;
}

/** The week that is shown then stands in the address. */
export function pause(): void {
  if (!isRunning.peek()) return;
  isRunning.value = false;
  const at = weekAt.peek();
  if (at !== null) showWeek(at);
}

/** While a hand is on the slider; where it lets go stands in the address. */
export function slideTo(at: number): void {
  isRunning.value = false;
  showWeek(at, { isRunning: true });
}

/** Go to a week by hand. */
export function stepTo(at: number): void {
  isRunning.value = false;
  const now = weeks.peek();
  if (now) showWeek(Math.max(0, Math.min(now.nWeeks - 1, at)));
}

/** The panel of a track lies over the weeks there, and over their pause. */
const isOutOfReach = (): boolean => chosenId.peek() !== "" && isNarrow();

/** Returns how to stop. */
export function followRunning(): () => void {
  const end = effect(() => {
    if (!isRunning.value) return;
    const timer = setTimeout(() => {
      const [now, at] = [weeks.peek(), weekAt.peek()];
      if (!now || at === null || at >= now.nWeeks - 1 || isOutOfReach()) pause();
      else showWeek(at + 1, { isRunning: true });
    }, STEP_MS);
    void weekAt.value;
    return () => clearTimeout(timer);
  });
  return () => {
    end();
    isRunning.value = false;
    showSettled();
  };
}
