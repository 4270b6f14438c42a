/** Two sliders above the picks: from known to new, from calm to loud. */
import { useId, useState } from "preact/hooks";
import type { SteeringAnswer } from "../../api/records";
import { steerSays } from "../../messages/steering";
import { energyAt, familiarityAt, placeOfEnergy, placeOfFamiliarity } from "../../rules/steering";
import { useLoaded } from "../../state/loading";
import { asCalled } from "../../state/program";
import { showSteering, steer, steering } from "../../state/stream/steering";
import { Icon, IconButton } from "../icon";

const STEP = 10;

/** No `<details>`: inside a modal dialog, Chromium breaks down when its content is pressed. */
export function SteerPanel() {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const now = steering.value;
  const isOn = now.familiarity != null || now.energy != null;
  return (
    <div class="steer">
      <button
        type="button"
        class="steer-fold"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? "up" : "down"} />
        {steerSays.title}
        {isOn && <span class="steer-on">{steerSays.isOn}</span>}
      </button>
      {isOpen && <Sliders id={id} />}
    </div>
  );
}

function Sliders({ id }: { id: string }) {
  // Without an answer the slider is open: what is steered is kept either way.
  const hasEnergy = useLoaded<SteeringAnswer>("/api/v1/steering").data?.has_energy ?? true;
  const now = steering.value;
  return (
    <div class="steer-sliders" id={id}>
      <Slider
        words={steerSays.familiarity}
        place={placeOfFamiliarity(now)}
        onShow={(place) => showSteering({ familiarity: familiarityAt(place) })}
        onSteer={(place) => steer({ familiarity: familiarityAt(place) })}
      />
      <Slider
        words={steerSays.energy}
        place={placeOfEnergy(now)}
        problem={hasEnergy ? "" : asCalled(steerSays.noEnergy)}
        onShow={(place) => showSteering({ energy: energyAt(place) })}
        onSteer={(place) => steer({ energy: energyAt(place) })}
      />
    </div>
  );
}

interface SliderProps {
  readonly words: typeof steerSays.familiarity | typeof steerSays.energy;
  readonly place: number;
  readonly problem?: string;
  readonly onShow: (place: number) => void;
  readonly onSteer: (place: number) => void;
}

function Slider({ words, place, problem = "", onShow, onSteer }: SliderProps) {
  const id = useId();
  return (
    <div class="steer-slider">
      <label for={id}>{words.label}</label>
      <IconButton
        icon="back"
        label={steerSays.neutral(words.label)}
        disabled={place === 0}
        onPress={() => onSteer(0)}
      />
      <div class="steer-way">
        <span aria-hidden="true">{words.low}</span>
        <input
          id={id}
          type="range"
          min={-100}
          max={100}
          step={STEP}
          value={place}
          disabled={problem !== ""}
          aria-valuetext={words.at(place)}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onInput={(event) => onShow(event.currentTarget.valueAsNumber)}
          onChange={(event) => onSteer(event.currentTarget.valueAsNumber)}
          onDblClick={() => onSteer(0)}
        />
        <span aria-hidden="true">{words.high}</span>
      </div>
      {problem && (
        <p class="steer-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
