/** What rules let in at this moment: asked for when they have come to rest, the last answer on show meanwhile. */
import { useEffect, useState } from "preact/hooks";
import { ApiProblem, postJson } from "../api/client";
import type { Definition, SmartPreview } from "../api/schema";
import { Empty } from "../components/states";
import { TrackList } from "../components/tracks/track_list";
import { smart as say } from "../messages/smart";
import { isFinished } from "../rules/smart";
import { spokenLength } from "../rules/times";

const TYPING_MS = 150;
export const SOURCE = "playlist";

export function Preview({ definition }: { definition: Definition }) {
  const { made, problem } = usePreview(definition);
  return (
    <section class="smart-preview" aria-label={say.preview}>
      <h2>{say.preview}</h2>
      <p class="field-hint" role="status">
        {problem ? "" : made ? factsOf(made) : say.looking}
      </p>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      {made && <Problems problems={made.problems} />}
      {made && !problem && <MadeTracks made={made} />}
    </section>
  );
}

export const factsOf = (made: SmartPreview): string =>
  say.facts(made.n_tracks, made.n_matching, made.duration_s ? spokenLength(made.duration_s) : "");

export function Problems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="smart-problems">
      <p>{say.notMatching}</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}

export function MadeTracks({ made, goesOn = false }: { made: SmartPreview; goesOn?: boolean }) {
  if (made.n_tracks === 0) return <Empty icon="playlist" title={say.empty} hint={say.emptyHint} />;
  const isPart = made.items.length < made.n_tracks;
  return (
    <>
      {isPart && <p class="field-hint">{say.first(made.items.length)}</p>}
      <TrackList tracks={made.items} label={say.preview} source={SOURCE} goesOn={goesOn} />
    </>
  );
}

function usePreview(definition: Definition) {
  const [made, setMade] = useState<SmartPreview | null>(null);
  const [problem, setProblem] = useState("");
  const question = JSON.stringify({ definition });
  const canAsk = isFinished(definition.rules ?? { kind: "group" }) && definition.limit?.amount !== 0;
  useEffect(() => {
    if (!canAsk) return;
    const request = new AbortController();
    const timer = setTimeout(() => {
      postJson<SmartPreview>("/api/v1/smart-preview", JSON.parse(question), request.signal).then(
        (answer) => {
          setMade(answer);
          setProblem("");
        },
        (refusal) => {
          if (!request.signal.aborted) setProblem(refusal instanceof ApiProblem ? refusal.message : String(refusal));
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [question, canAsk]);
  return { made, problem };
}
