/** A view whose code is fetched when it opens. */
import type { ComponentType } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiProblem } from "../api/client";
import { Problem, Skeleton } from "../components/states";
import { useReturn } from "../state/loading";

const LOST = new ApiProblem(0, "", "");

/** A page's code: the default export of its module is what it shows. */
export type Opener = () => Promise<{ readonly default: ComponentType }>;

export function LazyView({ open }: { open: Opener }) {
  const [found, setFound] = useState<{ readonly Shown: ComponentType | null; readonly of: Opener } | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const put = (Shown: ComponentType | null) => isWanted && setFound({ Shown, of: open });
    open().then(
      (page) => put(page.default),
      () => put(null),
    );
    return () => {
      isWanted = false;
    };
  }, [open, attempt]);
  const again = useCallback(() => {
    setFound(null);
    setAttempt((count) => count + 1);
  }, []);
  const problem = found?.of === open && !found.Shown ? LOST : null;
  useReturn(problem, again);
  if (found?.of !== open) return <Skeleton kind="hero" />;
  if (!found.Shown) return <Problem problem={LOST} again={again} isPage />;
  return <found.Shown />;
}
