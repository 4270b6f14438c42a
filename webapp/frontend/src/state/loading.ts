/** Load a view's data: one request per address, cancelled when the view moves on. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiProblem, getJson } from "../api/client";
import { libraryTurn } from "./library/library_turn";
import { line } from "./stream/live";

/** The line can be back a moment before everything behind it is. */
const RETURN_MS = 1_000;

export interface Loading<Answer> {
  readonly data: Answer | null;
  readonly problem: unknown;
  readonly again: () => void;
}

interface Loaded<Answer> extends Loading<Answer> {
  /** The address that the data is of; with `keep` it may be an earlier one. */
  readonly of: string | null;
}

/** `keep` leaves the last answer on show while the next one is on its way (search while typing). */
export function useLoaded<Answer>(address: string | null, keep = false): Loaded<Answer> {
  const [state, setState] = useState<{ data: Answer | null; problem: unknown; of: string | null }>({
    data: null,
    problem: null,
    of: null,
  });
  const [attempt, setAttempt] = useState(0);
  // What was loaded is old when the library has changed.
  const turn = libraryTurn.value;
  useEffect(() => {
    if (address === null) return;
    const request = new AbortController();
    getJson<Answer>(address, request.signal).then(
      (data) => setState({ data, problem: null, of: address }),
      (problem) => {
        if (!request.signal.aborted) setState({ data: null, problem, of: address });
      },
    );
    return () => request.abort();
  }, [address, attempt, turn]);
  const again = useCallback(() => {
    setState((before) => (keep && before.data !== null ? before : { data: null, problem: null, of: null }));
    setAttempt((count) => count + 1);
  }, [keep]);
  const isCurrent = state.of === address || keep;
  const problem = isCurrent ? state.problem : null;
  useReturn(problem, again);
  return { data: isCurrent ? state.data : null, problem, of: state.of, again };
}

/** What failed because the server was away is asked for again when it is back. */
export function useReturn(problem: unknown, again: () => void): void {
  const isBack = line.value === "live";
  useEffect(() => {
    if (!isBack || !(problem instanceof ApiProblem && problem.isOffline)) return;
    const timer = setTimeout(again, RETURN_MS);
    return () => clearTimeout(timer);
  }, [isBack, problem, again]);
}
