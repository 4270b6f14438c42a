/** What if this song sounded different? Sliders with the live answer. */
import { ApiProblem } from "../../api/client";
import type { TrackDetail } from "../../api/records";
import { Command } from "../../components/command";
import { Icon } from "../../components/icon";
import { Skeleton } from "../../components/states";
import { whatIf } from "../../messages/lab/song";
import { useLoaded } from "../../state/loading";
import { toTrack } from "../../state/paths";
import { place } from "../../state/router";
import { LabPage } from "../parts/lab_page";
import { commandIn, LabProblem, withoutCommand } from "../parts/lab_problem";
import { usePosted } from "../parts/posted";
import { SAMPLE_POPULARITY } from "../parts/sample_songs";
import type { Comparison, Features, PopularityForms } from "../records";
import { defaultsOf } from "./features";
import { PopularityQuality } from "./popularity_quality";
import { WhatAnswer } from "./what_answer";
import { WhatIfBench } from "./what_if_bench";

export default function WhatIfPage() {
  const trackId = place.value.query.get("track");
  const forms = useLoaded<PopularityForms>("/api/v1/lab/popularity");
  return (
    <LabPage
      page="predict"
      question={whatIf.question}
      topics={trackId ? ["popularity", "descriptors"] : ["popularity"]}
    >
      {forms.problem != null && (
        <LabProblem
          problem={forms.problem}
          topic="popularity"
          again={forms.again}
          sample={<WhatAnswer answer={SAMPLE_POPULARITY} />}
        />
      )}
      {!forms.data && forms.problem == null && <Skeleton kind="row" count={8} />}
      {forms.data && trackId && <OfTrack key={trackId} forms={forms.data} id={trackId} />}
      {forms.data && !trackId && (
        <WhatIfBench forms={forms.data} start={defaultsOf(forms.data.features)} isTrack={false} />
      )}
      {forms.data && <PopularityQuality forms={forms.data} />}
    </LabPage>
  );
}

/** The track's own sound first, so that the first answer is of the track. */
function OfTrack({ forms, id }: { forms: PopularityForms; id: string }) {
  const track = useLoaded<TrackDetail>(`/api/v1/tracks/${encodeURIComponent(id)}`);
  const name = track.data?.title || id;
  const songs = [{ name: name.slice(0, 200), track_id: id, features: null }];
  const heard = usePosted<Comparison>("/api/v1/lab/popularity/compare", track.data ? { songs } : null);
  if (track.problem != null) return <LabProblem problem={track.problem} topic="popularity" again={track.again} />;
  const sound = heard.data?.items[0];
  if (!sound && heard.problem == null) {
    return (
      <div role="status">
        <p class="lab-quiet">{whatIf.listening}</p>
        <Skeleton kind="row" count={8} />
      </div>
    );
  }
  const own: Features = Object.fromEntries((sound?.features ?? []).map((each) => [each.name, each.value]));
  return (
    <>
      <p class="lab-lead" dir="auto">
        <a class="lab-link" href={toTrack(id)}>
          {whatIf.ofTrack(name)}
        </a>
      </p>
      {!sound && <NoSound problem={heard.problem} />}
      <WhatIfBench
        key={sound ? "own" : "middle"}
        forms={forms}
        start={{ ...defaultsOf(forms.features), ...own }}
        isTrack={Boolean(sound)}
      />
    </>
  );
}

function NoSound({ problem }: { problem: unknown }) {
  const words = problem instanceof ApiProblem ? problem.detail : "";
  const command = commandIn(words);
  return (
    <p class="lab-note">
      <Icon name="info" />
      <span>
        {withoutCommand(words)} {whatIf.noTrack} {command && <Command words={command} />}
      </span>
    </p>
  );
}
