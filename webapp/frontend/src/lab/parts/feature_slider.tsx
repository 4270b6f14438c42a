/** One of the 13: a slider under its effect curve, the exact value, the original marked. */
import { useId } from "preact/hooks";
import { IconButton } from "../../components/icon";
import { whatIf } from "../../messages/lab_song";
import { MiniCurve, type Scale } from "../charts/mini_curve";
import type { Curve, FeatureRange } from "../records/popularity";
import { featureName, onStep, reading, sliderEnds } from "../rules/features";

interface Props {
  readonly range: FeatureRange;
  readonly value: number;
  readonly start: number;
  readonly isOriginal: boolean;
  readonly curve: Curve | undefined;
  readonly scale: Scale;
  readonly isOutside: boolean;
  readonly problem: string | undefined;
  readonly onChange: (value: number) => void;
}

export function FeatureSlider({ range, value, start, isOriginal, curve, scale, isOutside, problem, onChange }: Props) {
  const id = useId();
  const name = featureName(range.name);
  const [low, high] = sliderEnds(range, value);
  const read = (each: number) => reading(range.name, each, range.unit);
  const type = (text: string) => {
    const typed = Number(text);
    if (text.trim() !== "" && Number.isFinite(typed)) onChange(onStep(range, typed));
  };
  return (
    <div class={isOutside ? "feature is-outside" : "feature"}>
      <div class="feature-head">
        <label for={id} title={range.what}>
          {name}
        </label>
        <span class="feature-reading">{read(value)}</span>
        {value !== start && (
          <IconButton icon="back" kind="feature-reset" label={whatIf.reset(name)} onPress={() => onChange(start)} />
        )}
        <input
          class="feature-exact"
          type="number"
          aria-label={whatIf.exact(name)}
          min={range.low}
          max={range.high}
          step={range.step}
          value={Number(value.toFixed(3))}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      <MiniCurve
        curve={curve}
        scale={scale}
        low={low}
        high={high}
        value={value}
        original={isOriginal ? start : undefined}
      />
      <input
        id={id}
        type="range"
        min={low}
        max={high}
        step={range.step}
        value={value}
        aria-valuetext={isOutside ? `${read(value)}, ${whatIf.outsideHere}` : read(value)}
        aria-describedby={`${id}-note`}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <p class="feature-note" id={`${id}-note`}>
        {problem ? <span class="field-problem">{problem}</span> : range.what}
        {isOriginal && <span> · {whatIf.original(read(start))}</span>}
        {isOutside && <span class="feature-flag"> · {whatIf.outsideHere}</span>}
      </p>
    </div>
  );
}
