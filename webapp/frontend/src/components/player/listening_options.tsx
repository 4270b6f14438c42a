/** The sleep timer and the speed; what is set stands beside the button. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { listeningSays as say } from "../../messages/listening";
import { SLEEP_MIN, sleepIn } from "../../rules/playing/sleeping";
import { SPEEDS } from "../../rules/playing/speeds";
import { setSleep, sleep, sleepsIn_min } from "../../state/player/sleep";
import { setSpeed, sort, speed } from "../../state/player/speed";
import { Icon } from "../icon";

/** No `<details>`: inside a modal dialog, Chromium breaks down when its content is pressed. */
export function ListeningOptions() {
  const isOpen = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useSignalEffect(() => {
    if (!isOpen.value) return;
    const closeBeside = ({ target, type }: Event) => {
      const isInside = target instanceof Node && box.current?.contains(target);
      // A press on words inside gives the focus to the dialog around.
      const isAround = type === "focusin" && target instanceof Node && target.contains(box.current);
      if (!isInside && !isAround) isOpen.value = false;
    };
    addEventListener("pointerdown", closeBeside, true);
    addEventListener("focusin", closeBeside);
    return () => {
      removeEventListener("pointerdown", closeBeside, true);
      removeEventListener("focusin", closeBeside);
    };
  });
  const isSet = sleep.value !== null || speed.value !== 1;
  return (
    <div
      role="group"
      aria-label={say.options}
      class="options"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen.value) return;
        event.stopPropagation();
        event.preventDefault();
        isOpen.value = false;
        box.current?.querySelector("button")?.focus();
      }}
    >
      <button
        type="button"
        class={isSet ? "icon-button is-on" : "icon-button"}
        title={say.options}
        aria-expanded={isOpen.value}
        aria-controls={isOpen.value ? id : undefined}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="timer" />
        <span class="only-heard">{say.options}</span>
        <Marks />
      </button>
      {isOpen.value && (
        <div class="options-card" id={id}>
          <SleepChoice />
          <Choice legend={say.speedOf[sort.value]}>
            {(name) =>
              SPEEDS.map((each) => (
                <Option
                  key={each}
                  name={name}
                  words={say.speed(each)}
                  isChosen={each === speed.value}
                  choose={() => setSpeed(each)}
                />
              ))
            }
          </Choice>
        </div>
      )}
    </div>
  );
}

function Marks() {
  const minutes = sleepsIn_min.value;
  return (
    <>
      {minutes !== null && (
        <span class="options-mark">
          <span class="only-heard">{say.leftLabel(minutes)}</span>
          <span aria-hidden="true">{say.left(minutes)}</span>
        </span>
      )}
      {sleep.value?.kind === "track" && <span class="options-mark">{say.trackMark}</span>}
      {speed.value !== 1 && <span class="options-mark">{say.speed(speed.value)}</span>}
    </>
  );
}

function SleepChoice() {
  const now = sleep.value;
  return (
    <Choice legend={say.sleep}>
      {(name) => (
        <>
          <Option name={name} words={say.never} isChosen={now === null} choose={() => setSleep(null)} />
          <Option
            name={name}
            words={say.afterTrack}
            isChosen={now?.kind === "track"}
            choose={() => setSleep({ kind: "track" })}
          />
          {SLEEP_MIN.map((minutes) => (
            <Option
              key={minutes}
              name={name}
              words={say.inMinutes(minutes)}
              isChosen={now?.kind === "moment" && now.minutes === minutes}
              choose={() => setSleep(sleepIn(minutes, Date.now()))}
            />
          ))}
        </>
      )}
    </Choice>
  );
}

function Choice({ legend, children }: { legend: string; children: (name: string) => ComponentChildren }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="options-chips">{children(useId())}</div>
    </fieldset>
  );
}

interface OptionProps {
  readonly name: string;
  readonly words: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Option({ name, words, isChosen, choose }: OptionProps) {
  return (
    <label class={isChosen ? "chip chip-live" : "chip"}>
      <input class="only-heard" type="radio" name={name} checked={isChosen} onChange={choose} />
      {words}
    </label>
  );
}
