/** Why the lab cannot answer, and what helps: a command, another name, another value. */
import type { ComponentChildren } from "preact";
import { ApiProblem } from "../../api/client";
import { Empty, Problem } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { TableForm, takesTable } from "../tables/table_form";
import { Sample } from "./sample";

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
  /** What an answer looks like, for as long as nothing was trained. */
  readonly sample?: ComponentChildren;
}

export function LabProblem({ problem, topic, again, sample }: Props) {
  if (problem instanceof ApiProblem && problem.status === 503) {
    return <NoModel topic={topic} words={problem.detail} sample={sample} again={again} />;
  }
  if (isRefusal(problem)) return <Refusal problem={problem} />;
  return <Problem problem={problem} again={again} />;
}

interface NoModelProps {
  readonly topic: string;
  readonly words: string;
  readonly sample?: ComponentChildren;
  readonly again: () => void;
}

export function NoModel({ topic, words, sample, again }: NoModelProps) {
  const command = commandIn(words) ?? lab.trainCommand(topic);
  const form = takesTable(topic) && <TableForm topic={topic} onPublished={again} />;
  if (sample) {
    return (
      <Sample command={command} form={form}>
        {sample}
      </Sample>
    );
  }
  return (
    <Empty icon="lab" title={withoutCommand(words) || lab.noModel} hint={lab.noModelHint} command={command}>
      {form}
    </Empty>
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
