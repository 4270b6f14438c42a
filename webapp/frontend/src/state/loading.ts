/** Load a view's data: one request per address, cancelled when the view moves on. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { getJson } from "../api/client";

export interface Loading<Answer> {
  readonly data: Answer | null;
  readonly problem: unknown;
  readonly again: () => void;
}

/** `keep` leaves the last answer on show while the next one is on its way (search while typing). */
export function useLoaded<Answer>(address: string | null, keep = false): Loading<Answer> {
  const [state, setState] = useState<{ data: Answer | null; problem: unknown; of: string | null }>({
    data: null,
    problem: null,
    of: null,
  });
  const [attempt, setAttempt] = useState(0);
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
  }, [address, attempt]);
  const again = useCallback(() => {
    setState((before) => (keep && before.data !== null ? before : { data: null, problem: null, of: null }));
    setAttempt((count) => count + 1);
  }, [keep]);
  const isCurrent = state.of === address || keep;
  return { data: isCurrent ? state.data : null, problem: isCurrent ? state.problem : null, again };
}
