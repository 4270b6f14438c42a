/** Every version of every model, and what was trained: use one, or roll back. */
import { useState } from "preact/hooks";
import { ApiProblem, postJson } from "../../api/client";
import { Command } from "../../components/command";
import { ConfirmDialog } from "../../components/confirm_dialog";
import { Problem, Skeleton } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { models } from "../../messages/lab/streams";
import { useLoaded } from "../../state/loading";
import { notify } from "../../state/notices";
import { LabPage } from "../parts/lab_page";
import { day, versionName } from "../parts/numbers";
import { ScoresChart } from "../plots/scores_chart";
import type { ModelsAnswer, TopicVersions, Version } from "../records";
import { TableForm, takesTable } from "../tables/table_form";
import { RunsTable } from "./runs_table";
import { VersionsTable } from "./versions_table";

interface Wanted {
  readonly topic: string;
  readonly version: Version;
}

const topicName = (topic: string): string => lab.topics[topic] ?? topic;

export default function ModelsPage() {
  const { data, problem, again } = useLoaded<ModelsAnswer>("/api/v1/lab/models", true);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const use = async ({ topic, version: { version } }: Wanted) => {
    setWanted(null);
    try {
      await postJson(`/api/v1/lab/models/${encodeURIComponent(topic)}/use`, { version });
      notify(models.changed(versionName(version), topicName(topic)));
      again();
    } catch (refusal) {
      notify(refusal instanceof ApiProblem && refusal.detail ? refusal.detail : models.failed, "problem");
    }
  };
  return (
    <LabPage page="models" question={models.question}>
      {problem != null && <Problem problem={problem} again={again} />}
      {problem == null && !data && <Skeleton kind="row" count={8} />}
      {data?.topics.map((topic) => (
        <Topic
          key={topic.topic}
          of={topic}
          onUse={(version) => setWanted({ topic: topic.topic, version })}
          onPublished={again}
        />
      ))}
      {data && (
        <section aria-label={models.runs}>
          <h2>{models.runs}</h2>
          {data.runs.length > 0 ? <RunsTable runs={data.runs} /> : <p class="lab-quiet">{models.noRuns}</p>}
        </section>
      )}
      {wanted && (
        <ConfirmDialog
          title={models.confirmTitle(topicName(wanted.topic))}
          words={models.confirm(versionName(wanted.version.version), day(wanted.version.made_at))}
          yes={models.yes}
          no={models.no}
          onYes={() => void use(wanted)}
          onNo={() => setWanted(null)}
        />
      )}
    </LabPage>
  );
}

interface TopicProps {
  readonly of: TopicVersions;
  readonly onUse: (version: Version) => void;
  readonly onPublished: () => void;
}

function Topic({ of: { topic, versions }, onUse, onPublished }: TopicProps) {
  const name = topicName(topic);
  return (
    <section aria-label={models.versionsOf(name)}>
      <h2>{name}</h2>
      {versions.length === 0 ? (
        <p class="lab-quiet">
          {models.none} <Command words={lab.trainCommand(topic)} />
        </p>
      ) : (
        <>
          {versions.length > 1 && <ScoresChart name={name} topic={topic} versions={versions} />}
          <VersionsTable topic={topic} name={name} versions={versions} onUse={onUse} />
        </>
      )}
      {takesTable(topic) && <TableForm topic={topic} onPublished={onPublished} />}
    </section>
  );
}
