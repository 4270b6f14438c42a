/** Sliders at one side, the live answer at the other, what drives it below. */
import { useState } from "preact/hooks";
import { Skeleton } from "../../components/states";
import { song, whatIf } from "../../messages/lab/song";
import { goQuery, place } from "../../state/router";
import { Select, TextField } from "../parts/choice";
import { isRefusal, LabProblem, Refusal } from "../parts/lab_problem";
import { usePosted } from "../parts/posted";
import { BandsChart } from "../plots/bands_chart";
import { CurveChart } from "../plots/curve_chart";
import { scaleOf } from "../plots/mini_curve";
import type { CurvesAnswer, Features, PopularityForms } from "../records";
import { ArtistFields } from "../releases/artist_fields";
import { Drives } from "./drives";
import { FeatureField } from "./feature_slider";
import { featureName, fieldNamed } from "./features";
import { artistNote, WhatAnswer } from "./what_answer";
import { useWhatIf } from "./what_if_form";
import type { WhatIf } from "./what_if_rules";

interface Props {
  readonly forms: PopularityForms;
  readonly start: Features;
  /** The start is a track's own sound: it is marked. */
  readonly isTrack: boolean;
}

export function WhatIfBench({ forms, start: given, isTrack }: Props) {
  const [start] = useState(given);
  const { form, features, live, settled, change, setFeature } = useWhatIf(forms, start);
  const curves = usePosted<CurvesAnswer>("/api/v1/lab/popularity/curves", settled.value);
  const scale = scaleOf(curves.data?.curves ?? []);
  const answer = live.answer.value;
  const problem = live.problem.value;
  const names = forms.features.map(({ name }) => name);
  const refused = isRefusal(problem) ? problem : null;
  const wrong = refused && fieldNamed(refused.detail, names);
  const chosen = place.value.query.get("curve") ?? names[0] ?? "";
  const curve = curves.data?.curves.find((each) => each.feature === chosen);
  if (problem && !refused && !answer) {
    return <LabProblem problem={problem} topic="popularity" again={() => live.ask(settled.peek())} />;
  }
  return (
    <>
      <div class="bench">
        <section class="bench-sliders" aria-label={whatIf.sliders}>
          <ArtistFields
            form={form.value}
            genres={forms.genres}
            onChange={change}
            note={artistNote(answer, form.value.artistCase)}
          />
          <TitleFields form={form.value} onChange={change} />
          <div class="features">
            {forms.features.map((range) => (
              <FeatureField
                key={range.name}
                range={range}
                value={features.value[range.name] ?? range.default}
                start={start[range.name] ?? range.default}
                isOriginal={isTrack}
                curve={curves.data?.curves.find((each) => each.feature === range.name)}
                scale={scale}
                isOutside={answer?.outside.includes(range.name) ?? false}
                problem={wrong === range.name ? refused?.detail : undefined}
                onChange={(value) => setFeature(range.name, value)}
              />
            ))}
          </div>
          <button type="button" class="button" onClick={() => change({ changed: {} })}>
            {whatIf.resetAll}
          </button>
        </section>
        <div class="bench-answer">
          {refused && !wrong && <Refusal problem={refused} />}
          {problem != null && !refused && (
            <p class="lab-refusal" role="alert">
              {whatIf.stale}
            </p>
          )}
          {answer ? <WhatAnswer answer={answer} /> : <Skeleton kind="card" />}
        </div>
      </div>
      {answer && (
        <div class="lab-answer">
          <TextField
            label={whatIf.threshold}
            kind="number"
            min={0}
            max={100}
            value={String(form.value.threshold ?? forms.threshold)}
            onInput={(text) => text !== "" && change({ threshold: Math.min(100, Math.max(0, Number(text) || 0)) })}
          />
          <BandsChart bands={answer.bands} baseline={answer.baseline.bands} />
          <Select
            label={whatIf.curveChoose}
            value={chosen}
            options={names.map((name) => [name, featureName(name)] as const)}
            onChange={(name) => goQuery({ curve: name })}
          />
          {curve && <CurveChart curve={curve} original={isTrack ? start[chosen] : undefined} />}
          <Drives contributions={answer.contributions} base={answer.base} file={["what-if"]} />
          <p class="lab-prose">{forms.audio_note}</p>
        </div>
      )}
    </>
  );
}

/** What else of a song counts: the words of its title, and whether they are explicit. */
function TitleFields({ form, onChange }: { form: WhatIf; onChange: (changes: Partial<WhatIf>) => void }) {
  const { title, explicit } = form;
  return (
    <div class="fields">
      <TextField
        label={song.titleName}
        hint={song.titleHint}
        value={title}
        isWide
        onInput={(text) => onChange({ title: text })}
      />
      <Select
        label={song.explicit}
        value={explicit === null ? "" : String(explicit)}
        options={[
          ["", song.noGenre],
          ["true", song.yes],
          ["false", song.no],
        ]}
        onChange={(value) => onChange({ explicit: value === "" ? null : value === "true" })}
      />
    </div>
  );
}
