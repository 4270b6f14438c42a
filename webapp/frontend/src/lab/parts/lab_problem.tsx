/** Why the lab cannot answer, and what helps: a command, another name, another value. */
import { ApiProblem } from "../../api/client";
import { Empty, Problem } from "../../components/states";
import { lab } from "../../messages/lab";

/** The command stands in backticks in the words of the server. */
export function commandIn(words: string): string | null {
  return /`([^`]+)`/.exec(words)?.[1] ?? null;
}

/** What is said without the command, which is shown by itself. */
export function withoutCommand(words: string): string {
  const text = words.replace(/[;:,]?\s*(?:please\s+)?run `[^`]+`\.?/i, "").trim();
  return text ? `${text[0]?.toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}` : "";
}

export const isRefusal = (problem: unknown): problem is ApiProblem =>
  problem instanceof ApiProblem && [400, 404, 422].includes(problem.status);

interface Props {
  readonly problem: unknown;
  readonly topic: string;
  readonly again: () => void;
}

export function LabProblem({ problem, topic, again }: Props) {
  if (problem instanceof ApiProblem && problem.status === 503) return <NoModel topic={topic} words={problem.detail} />;
  if (isRefusal(problem)) return <Refusal problem={problem} />;
  return <Problem problem={problem} again={again} />;
}

export function NoModel({ topic, words }: { topic: string; words: string }) {
  const said = withoutCommand(words);
  return (
    <Empty
      icon="lab"
      title={said || lab.noModel}
      hint={lab.noModelHint}
      command={commandIn(words) ?? lab.trainCommand(topic)}
    />
  );
}

/** What was asked cannot be answered; the words of the server name the field, its range, or the nearest names. */
export function Refusal({ problem }: { problem: ApiProblem }) {
  return (
    <p class="lab-refusal" role="alert" dir="auto">
      {problem.detail || (problem.status === 404 ? lab.notFound : lab.badInput)}
    </p>
  );
}
