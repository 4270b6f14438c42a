/** One of the 13: a slider under its effect curve, the exact value, the original marked. */
import { useId, useState } from "preact/hooks";
import { IconButton } from "../../components/icon";
import { whatIf } from "../../messages/lab/song";
import { Select } from "../parts/choice";
import { MiniCurve, type Scale } from "../plots/mini_curve";
import type { Curve, FeatureRange } from "../records";
import { choicesOf, exactText, featureName, isLength, onStep, reading, sliderEnds, typedValue } from "./features";

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

/** Key, mode and time signature are chosen; everything else slides. */
export function FeatureField(props: Props) {
  const choices = choicesOf(props.range);
  if (!choices) return <FeatureSlider {...props} />;
  const { range, value, start, isOriginal, isOutside, problem, onChange } = props;
  const original = whatIf.original(reading(range.name, start));
  return (
    <div class={isOutside ? "feature is-outside" : "feature"}>
      <Select
        label={featureName(range.name)}
        value={String(Math.round(value))}
        options={choices.map((each) => [String(each), reading(range.name, each)] as const)}
        onChange={(text) => onChange(Number(text))}
      />
      <p class="feature-note">
        {problem && <span class="field-problem">{problem}</span>}
        {isOriginal && <span>{original}</span>}
      </p>
    </div>
  );
}

function FeatureSlider({ range, value, start, isOriginal, curve, scale, isOutside, problem, onChange }: Props) {
  const id = useId();
  const name = featureName(range.name);
  const [low, high] = sliderEnds(range, value);
  const read = (each: number) => reading(range.name, each, range.unit);
  /** What stands in the field until Enter: an answer that comes meanwhile must not write over it. */
  const [draft, setDraft] = useState<string | null>(null);
  const type = (text: string) => {
    setDraft(null);
    const typed = typedValue(range.name, text);
    if (typed !== null) onChange(onStep(range, typed));
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
          {...exactField(range, value)}
          {...(draft !== null && { value: draft })}
          aria-label={whatIf.exact(name)}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => setDraft(null)}
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

/** A length is typed as it is read, 3:24. */
const exactField = (range: FeatureRange, value: number) =>
  isLength(range.name)
    ? ({ type: "text", inputMode: "numeric", value: exactText(range.name, value) } as const)
    : ({
        type: "number",
        min: range.low,
        max: range.high,
        step: range.step,
        value: exactText(range.name, value),
      } as const);
