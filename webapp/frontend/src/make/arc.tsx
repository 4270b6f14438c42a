/** A list along curves of energy and mood; the curves stand in the address. */
import { useEffect, useState } from "preact/hooks";
import type { GeneratedListAnswer } from "../api/schema";
import { Skeleton } from "../components/states";
import { TextField } from "../lab/parts/choice";
import { make } from "../messages/make";
import { useLoaded } from "../state/loading";
import { goQuery, place } from "../state/router";
import { lengthOf } from "./anchors";
import { CurveField } from "./curve_field";
import { curveOf, curveText, PRESETS, type Preset } from "./curves";
import { ListProblem } from "./list_problem";
import { MadeList } from "./made_list";
import { MakePage } from "./make_page";

const [MIN_MINUTES, MAX_MINUTES] = [5, 480];
const DRAWING_MS = 250;
const [FIRST] = PRESETS as readonly [Preset, ...Preset[]];

export default function ArcPage() {
  const { query } = place.value;
  const energy = curveOf(query.get("energy")) ?? FIRST.energy;
  const mood = query.has("mood") ? curveOf(query.get("mood")) : FIRST.mood;
  const typed = query.get("minutes") ?? String(FIRST.minutes);
  const minutes = lengthOf(typed, MIN_MINUTES, MAX_MINUTES);
  const draw = (name: "energy" | "mood", points: readonly number[]) =>
    goQuery({
      minutes: typed,
      energy: curveText(energy),
      mood: mood ? curveText(mood) : "any",
      [name]: curveText(points),
    });
  return (
    <MakePage page="arc" question={make.arc.question} hint={make.arc.hint}>
      <Presets />
      <div class="make-form curves">
        <CurveField
          label={make.arc.energy}
          points={energy}
          pointLabel={(at) => make.arc.point(make.arc.energy, at + 1, energy.length)}
          {...make.arc.energyEnds}
          onChange={(points) => draw("energy", points)}
        />
        {mood && (
          <CurveField
            label={make.arc.mood}
            points={mood}
            pointLabel={(at) => make.arc.point(make.arc.mood, at + 1, mood.length)}
            {...make.arc.moodEnds}
            onChange={(points) => draw("mood", points)}
          />
        )}
      </div>
      <div class="make-form">
        <TextField
          label={make.arc.minutes}
          value={typed}
          kind="number"
          min={MIN_MINUTES}
          max={MAX_MINUTES}
          problem={minutes === null ? make.lengthProblem(MIN_MINUTES, MAX_MINUTES) : ""}
          onInput={(value) => goQuery({ minutes: value })}
        />
        <label class="case make-case">
          <input
            type="checkbox"
            checked={mood !== null}
            onChange={(event) => goQuery({ mood: event.currentTarget.checked ? curveText(FIRST.mood) : "any" })}
          />
          {make.arc.withMood}
        </label>
      </div>
      <Made energy={energy} mood={mood} minutes={minutes} />
    </MakePage>
  );
}

function Presets() {
  return (
    <ul class="chips make-presets" aria-label={make.arc.presets}>
      {PRESETS.map(({ name, minutes, energy, mood }) => (
        <li key={name}>
          <button
            type="button"
            class="chip chip-large"
            onClick={() => goQuery({ minutes: String(minutes), energy: curveText(energy), mood: curveText(mood) })}
          >
            {make.arc.preset[name]}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface MadeProps {
  readonly energy: readonly number[];
  readonly mood: readonly number[] | null;
  readonly minutes: number | null;
}

/** Asked for when the curve has come to rest. */
function Made({ energy, mood, minutes }: MadeProps) {
  const wanted = new URLSearchParams({
    minutes: String(minutes),
    energy: curveText(energy),
    mood: curveText(mood ?? []),
  });
  const address = minutes === null ? null : `/api/v1/lists/arc?${wanted}`;
  const [rested, setRested] = useState(address);
  useEffect(() => {
    const timer = setTimeout(setRested, DRAWING_MS, address);
    return () => clearTimeout(timer);
  }, [address]);
  const { data, problem, again } = useLoaded<GeneratedListAnswer>(rested, true);
  if (minutes === null) return null;
  if (problem) return <ListProblem problem={problem} again={again} />;
  return data ? <MadeList answer={data} /> : <Skeleton kind="pick" count={6} />;
}
