/** Sends a form: busy meanwhile, and in words why it was refused. */
import { useState } from "preact/hooks";
import { ApiProblem } from "../api/client";
import { say } from "../messages/accounts";

interface Sending {
  readonly isBusy: boolean;
  readonly problem: string;
  readonly send: (work: () => Promise<void>) => void;
}

export function useSending(): Sending {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const send = (work: () => Promise<void>) => {
    setIsBusy(true);
    setProblem("");
    work()
      .catch((error: unknown) => setProblem(wordsOf(error)))
      .finally(() => setIsBusy(false));
  };
  return { isBusy, problem, send };
}

export function wordsOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return say.problemOf;
  if (error.isOffline) return say.offline;
  return error.detail.replace(/^(name|password): (\p{L})/u, (_, field: string, letter: string) =>
    field === "name" ? `Name: ${letter}` : `Password: ${letter}`,
  );
}
