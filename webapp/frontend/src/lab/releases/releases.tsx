/** An artist's year, and the moods of the library. */
import type { LibraryMoods } from "../../api/records";
import { MoodButtons } from "../../components/slate/mood_buttons";
import { Skeleton } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { year as say } from "../../messages/lab/streams";
import { moodNames, moodSays } from "../../messages/moods";
import { useLoaded } from "../../state/loading";
import { toMood } from "../../state/paths";
import { DataTable } from "../parts/data_table";
import { LabPage } from "../parts/lab_page";
import { LabProblem } from "../parts/lab_problem";
import { figure, percent } from "../parts/numbers";
import { Sample } from "../parts/sample";
import { MoodsChart } from "../plots/moods_chart";
import type { TopicsAnswer } from "../records";
import { TableForm } from "../tables/table_form";
import { ReleasesForm } from "./releases_form";
import { SAMPLE_MOODS } from "./sample";

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
  if (data.moods.every((each) => each.n_tracks === 0)) return <NoMoods again={again} />;
  return (
    <div class="lab-answer">
      <p class="lab-prose">{say.moodPlayHint}</p>
      <MoodButtons moods={data.moods} />
      <MoodsOf moods={data.moods} />
    </div>
  );
}

/** The library is described once there are models of descriptors and mood. */
function NoMoods({ again }: { again: () => void }) {
  const { data } = useLoaded<TopicsAnswer>("/api/v1/lab/topics");
  const missing = ["descriptors", "mood"].find((topic) => !data?.topics.find((each) => each.topic === topic)?.ready);
  return (
    <Sample
      command={missing ? lab.trainCommand(missing) : moodSays.command}
      form={missing === "mood" && <TableForm topic="mood" onPublished={again} />}
    >
      <MoodsOf moods={SAMPLE_MOODS} />
    </Sample>
  );
}

function MoodsOf({ moods }: { moods: LibraryMoods["moods"] }) {
  const total = moods.reduce((sum, each) => sum + each.n_tracks, 0);
  return (
    <>
      <MoodsChart moods={moods} />
      <DataTable
        title={say.moods}
        file={["library", "moods"]}
        rows={moods}
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
    </>
  );
}
