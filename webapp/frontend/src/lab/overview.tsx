/** The lab: each question, and how far its answer can be trusted. */
import { Icon } from "../components/icon";
import { Problem, Skeleton } from "../components/states";
import { lab } from "../messages/lab/lab";
import { useLoaded } from "../state/loading";
import { toLab } from "../state/paths";
import { type Column, DataTable } from "./parts/data_table";
import { LabPage } from "./parts/lab_page";
import { day, figure, measureName, versionName } from "./parts/numbers";
import { measured, plainScore } from "./quality/plain_scores";
import type { TopicFacts, TopicsAnswer } from "./records";

const PAGE_OF: Readonly<Record<string, string>> = {
  charts: "charts",
  popularity: "single",
  streams: "streams",
  releases: "year",
  mood: "year",
  descriptors: "single",
};

export default function OverviewPage() {
  const { data, problem, again } = useLoaded<TopicsAnswer>("/api/v1/lab/topics");
  return (
    <LabPage page="" question={lab.title}>
      <p class="lab-lead">{lab.intro}</p>
      {problem != null && <Problem problem={problem} again={again} />}
      {problem == null && !data && <Skeleton kind="row" count={6} />}
      {data && (
        <>
          <ul class="topic-cards" aria-label={lab.topicsLabel}>
            {data.topics.map((topic) => (
              <li key={topic.topic}>
                <TopicCard topic={topic} />
              </li>
            ))}
          </ul>
          <DataTable
            title={lab.quality.title}
            file={["lab", "topics"]}
            rows={data.topics}
            columns={COLUMNS}
            keyOf={(row) => row.topic}
          />
        </>
      )}
    </LabPage>
  );
}

function TopicCard({ topic }: { topic: TopicFacts }) {
  const { topic: name, ready } = topic;
  const page = PAGE_OF[name] ?? "models";
  return (
    <div class={ready ? "topic-card is-ready" : "topic-card"}>
      <p class="topic-name">
        <Icon name={ready ? "check" : "lab"} />
        {lab.topics[name] ?? name}
      </p>
      <h2>
        <a href={toLab(page)}>{lab.questions[name] ?? name}</a>
      </h2>
      {ready ? (
        <p class="lab-quiet">{plainScore(topic) || measured(topic)}</p>
      ) : (
        <p class="lab-quiet">
          <a class="lab-link" href={toLab(page)}>
            {lab.sample.see}
          </a>
        </p>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<TopicFacts>[] = [
  {
    key: "topic",
    name: lab.topicName,
    value: (row) => row.topic,
    show: (row) => lab.topics[row.topic] ?? row.topic,
    isHead: true,
  },
  {
    key: "metric",
    name: lab.quality.columns.metric,
    value: (row) => row.metric,
    show: (row) => measureName(row.metric),
  },
  {
    key: "score",
    name: lab.quality.columns.value,
    value: (row) => row.score,
    show: (row) => figure(row.score),
    isNumber: true,
  },
  {
    key: "baseline",
    name: lab.baseline,
    value: (row) => row.baseline,
    show: (row) => figure(row.baseline),
    isNumber: true,
  },
  {
    key: "n_rows",
    name: lab.rowsName,
    value: (row) => row.n_rows,
    show: (row) => figure(row.n_rows, 0),
    isNumber: true,
  },
  { key: "data_cutoff", name: lab.upTo, value: (row) => row.data_cutoff, show: (row) => day(row.data_cutoff) },
  { key: "version", name: lab.version, value: (row) => row.version, show: (row) => versionName(row.version) },
];
