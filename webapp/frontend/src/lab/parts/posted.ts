/** An answer to a question with a body: asked again when the body changes, the last answer stays until then. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { postJson } from "../../api/client";
import type { Loading } from "../../state/loading";

interface Got<Answer> {
  readonly data: Answer | null;
  readonly problem: unknown;
}

/** `body` null asks nothing. */
export function usePosted<Answer>(path: string, body: unknown): Loading<Answer> & { readonly isAsking: boolean } {
  const text = body === null ? null : JSON.stringify(body);
  const [got, setGot] = useState<Got<Answer>>({ data: null, problem: null });
  const [answered, setAnswered] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (text === null) return;
    const request = new AbortController();
    const put = (next: Got<Answer>) => {
      if (request.signal.aborted) return;
      setGot(next);
      setAnswered(text);
    };
    postJson<Answer>(path, JSON.parse(text), request.signal).then(
      (data) => put({ data, problem: null }),
      (problem) => put({ data: null, problem }),
    );
    return () => request.abort();
  }, [path, text, attempt]);
  const again = useCallback(() => {
    setGot({ data: null, problem: null });
    setAnswered(null);
    setAttempt((count) => count + 1);
  }, []);
  if (text === null) return { data: null, problem: null, again, isAsking: false };
  return { ...got, again, isAsking: answered !== text };
}
