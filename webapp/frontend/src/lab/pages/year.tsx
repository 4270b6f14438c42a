/** An artist's year, and the moods of the library. */
import type { LibraryMoods } from "../../api/records";
import { MoodButtons } from "../../components/mood_buttons";
import { Empty, Skeleton } from "../../components/states";
import { year as say } from "../../messages/lab_streams";
import { moodNames, moodSays } from "../../messages/moods";
import { useLoaded } from "../../state/loading";
import { toMood } from "../../state/paths";
import { MoodsChart } from "../charts/moods_chart";
import { DataTable } from "../parts/data_table";
import { LabPage } from "../parts/lab_page";
import { LabProblem } from "../parts/lab_problem";
import { ReleasesForm } from "../parts/releases_form";
import { figure, percent } from "../rules/numbers";

export default function YearPage() {
  return (
    <LabPage page="year" question={say.question} topics={["releases", "mood"]}>
      <section aria-label={say.releases}>
        <h2>{say.releases}</h2>
        <ReleasesForm />
      </section>
      <section aria-label={say.moods}>
        <h2>{say.moods}</h2>
        <Moods />
      </section>
    </LabPage>
  );
}

function Moods() {
  const { data, problem, again } = useLoaded<LibraryMoods>("/api/v1/lab/moods");
  if (problem != null) return <LabProblem problem={problem} topic="mood" again={again} />;
  if (!data) return <Skeleton kind="row" count={4} />;
  const total = data.moods.reduce((sum, each) => sum + each.n_tracks, 0);
  if (total === 0)
    return <Empty icon="lab" title={moodSays.noneYet} hint={moodSays.noneHint} command={moodSays.command} />;
  return (
    <div class="lab-answer">
      <p class="lab-prose">{say.moodPlayHint}</p>
      <MoodButtons moods={data.moods} />
      <MoodsChart moods={data.moods} />
      <DataTable
        title={say.moods}
        file={["library", "moods"]}
        rows={data.moods}
        keyOf={(row) => row.mood}
        columns={[
          {
            key: "mood",
            name: say.moodColumns.mood,
            value: (row) => row.mood,
            isHead: true,
            show: (row) => (
              <a class="lab-link" href={toMood(row.mood)} title={say.library(moodNames[row.mood])}>
                {moodNames[row.mood]}
              </a>
            ),
          },
          {
            key: "n_tracks",
            name: say.moodColumns.n,
            value: (row) => row.n_tracks,
            show: (row) => figure(row.n_tracks, 0),
            isNumber: true,
          },
          {
            key: "share",
            name: say.moodColumns.share,
            value: (row) => row.n_tracks / total,
            show: (row) => percent(row.n_tracks / total),
            isNumber: true,
          },
        ]}
      />
    </div>
  );
}
