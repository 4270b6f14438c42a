/** The weeks of one's listening: a slider with its dates, let run or stepped through, and where listening moved. */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { IconButton } from "../../../components/icon";
import { isMotionWanted } from "../../../components/motion";
import { analystSays } from "../../../messages/room/analyst";
import { focusBar, focusOpened, focusRoom } from "../../focus";
import { openRows } from "../../map/store";
import type { MainPart, Move } from "./moves";
import { followRunning, isRunning, pause, run, slideTo, stepTo } from "./running";
import { closeWeeks, datesOfWeek, loadWeeks, nameOfRegion, weekAt, weekMove, weeks, weeksProblem } from "./store";

const says = analystSays.weeks;
const BAR = ".room-weeks";

export function WeeksBar() {
  const version = openRows.value?.version;
  useEffect(() => {
    if (version) void loadWeeks(version);
  }, [version]);
  // The week of the address is shown at once where this ends.
  useLayoutEffect(followRunning, []);
  useLayoutEffect(() => focusOpened(BAR), []);
  const close = () => {
    closeWeeks();
    focusRoom();
  };
  const again = () => {
    focusBar(BAR);
    if (version) void loadWeeks(version);
  };
  const at = weekAt.value;
  return (
    <section class="room-weeks" aria-label={says.label} data-scrolls>
      <div class="room-weeks-close">
        <IconButton icon="close" label={says.close} onPress={close} />
      </div>
      {weeksProblem.value !== null && (
        <p class="room-problem" role="alert">
          {says.failed}{" "}
          <button type="button" class="chip" onClick={again}>
            {says.again}
          </button>
        </p>
      )}
      {weeks.value === null && weeksProblem.value === null && <p class="room-quiet">{says.loading}</p>}
      {weeks.value !== null && at === null && <p class="room-quiet">{says.none}</p>}
      {at !== null && <Slider at={at} n={weeks.value?.nWeeks ?? 0} />}
    </section>
  );
}

function Slider({ at, n }: { at: number; n: number }) {
  const dates = datesOfWeek(at);
  const words = weekMove.value ? wordsOfMove(weekMove.value) : "";
  const canRun = isMotionWanted() && n > 1;
  const nElsewhere = weeks.value?.nElsewhere ?? 0;
  return (
    <>
      <p class="room-weeks-dates">{dates}</p>
      <div class="room-weeks-hand">
        {canRun && (
          <IconButton
            icon={isRunning.value ? "pause" : "play"}
            label={isRunning.value ? says.pause : says.play}
            onPress={isRunning.value ? pause : run}
          />
        )}
        <IconButton icon="left" label={says.previous} disabled={at === 0} onPress={() => stepTo(at - 1)} />
        <input
          type="range"
          min="0"
          max={n - 1}
          step="1"
          value={at}
          aria-label={says.slider}
          aria-valuetext={says.announced(dates, words)}
          onInput={(event) => slideTo(event.currentTarget.valueAsNumber)}
          onChange={(event) => stepTo(event.currentTarget.valueAsNumber)}
        />
        <IconButton icon="right" label={says.next} disabled={at === n - 1} onPress={() => stepTo(at + 1)} />
      </div>
      <p class="room-weeks-move">{words}</p>
      <p class="room-quiet">
        {says.hint} {says.path}
        {nElsewhere > 0 && ` ${says.elsewhere(nElsewhere)}`}
        {!isMotionWanted() && ` ${says.still}`}
      </p>
      <p class="only-heard" role="status">
        {isRunning.value ? "" : says.announced(dates, words)}
      </p>
    </>
  );
}

const whereOf = ({ region }: MainPart): string => (region < 0 ? says.nowhere : says.part(nameOfRegion(region)));

export function wordsOfMove({ plays, now, before }: Move): string {
  const first = plays > 0 ? says.count(plays) : says.nothing;
  if (!now) return first;
  const where = whereOf(now);
  if (!before) return `${first} ${says.began(where, now.share)}`;
  if (before.region === now.region) return `${first} ${says.stayed(where, now.share)}`;
  return `${first} ${says.moved(whereOf(before), where, now.share)}`;
}
