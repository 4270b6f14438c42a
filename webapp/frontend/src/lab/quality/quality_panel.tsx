/** "How good is this?": the score beside its baseline in words, every figure, the protocol, when and on what. */
import { useState } from "preact/hooks";
import { Skeleton } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { useLoaded } from "../../state/loading";
import { day, figure, lasted, versionName } from "../parts/numbers";
import type { Quality, TopicFacts, TopicsAnswer } from "../records";
import { measured, plainScore } from "./plain_scores";
import { QualityTable } from "./quality_table";

export function QualityPanel({ topic, isNamed }: { topic: string; isNamed: boolean }) {
  const { data } = useLoaded<TopicsAnswer>("/api/v1/lab/topics");
  const facts = data?.topics.find((each) => each.topic === topic);
  const title = isNamed ? `${lab.quality.title} ${lab.topics[topic] ?? topic}` : lab.quality.title;
  return (
    <section class="quality" aria-label={title}>
      <h2>{title}</h2>
      {!data && <Skeleton kind="line" />}
      {data && !facts?.ready && <p class="lab-quiet">{lab.quality.none}</p>}
      {facts?.ready && <Ready facts={facts} />}
    </section>
  );
}

function Ready({ facts }: { facts: TopicFacts }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p class="quality-words">{plainScore(facts) || measured(facts)}</p>
      <p class="lab-quiet">
        {plainScore(facts) && measured(facts)} {lab.quality.measuredOn(figure(facts.n_rows, 0), day(facts.data_cutoff))}{" "}
        {lab.quality.made(versionName(facts.version), day(facts.made_at), lasted(facts.train_seconds))}
      </p>
      <details class="quality-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="chip chip-large">{lab.quality.table}</summary>
        {isOpen && <Evaluation topic={facts.topic} />}
      </details>
    </>
  );
}

function Evaluation({ topic }: { topic: string }) {
  const { data, problem } = useLoaded<Quality>(`/api/v1/lab/topics/${encodeURIComponent(topic)}/quality`);
  if (problem) return <p class="lab-quiet">{lab.quality.none}</p>;
  if (!data) return <Skeleton kind="row" count={4} />;
  return (
    <div class="quality-body">
      <h3>{lab.quality.protocol}</h3>
      <p class="lab-prose">{data.protocol}</p>
      {data.findings.length > 0 && (
        <>
          <h3>{lab.quality.findings}</h3>
          <ul class="lab-list">
            {data.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </>
      )}
      <QualityTable topic={topic} rows={data.rows} json={data} />
    </div>
  );
}
