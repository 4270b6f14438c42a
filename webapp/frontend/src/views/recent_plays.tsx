/** Every play, newest first, page by page. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { getJson } from "../api/client";
import type { HeardTrack, PlayPage } from "../api/records";
import { ListActions, lengthOf } from "../components/list_actions";
import { Empty, Problem, Skeleton } from "../components/states";
import { PlainHead } from "../components/tracks/plain_head";
import { TrackList } from "../components/tracks/track_list";
import { ownSays } from "../messages/own";
import { useReturn } from "../state/loading";

const { history } = ownSays;

interface Shown {
  readonly tracks: readonly HeardTrack[];
  readonly next: string | null;
}

export function RecentPlays() {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isAsking, setIsAsking] = useState(false);
  const ask = useCallback(async (before: Shown | null) => {
    setIsAsking(true);
    try {
      const page = await getJson<PlayPage>(`/api/v1/history/plays${before?.next ? `?cursor=${before.next}` : ""}`);
      const tracks = page.items.map(({ track, played_at }) => ({ ...track, plays: 0, last_played_at: played_at }));
      setShown({ tracks: [...(before?.tracks ?? []), ...tracks], next: page.next_cursor });
      setProblem(null);
    } catch (error) {
      setProblem(error);
    }
    setIsAsking(false);
  }, []);
  useEffect(() => void ask(null), [ask]);
  const again = useCallback(() => void ask(shown), [ask, shown]);
  useReturn(problem, again);
  if (problem && !shown) return <Problem problem={problem} again={again} />;
  if (!shown) return <Skeleton kind="row" count={14} />;
  if (shown.tracks.length === 0 && !shown.next)
    return <Empty icon="info" title={history.none} hint={history.noneHint} />;
  return (
    <div class="own-list only-times">
      <ListActions
        name={history.parts.recent}
        source="history"
        whole={{ tracks: shown.tracks }}
        n={shown.tracks.length}
        duration_s={lengthOf(shown.tracks)}
      />
      <TrackList tracks={shown.tracks} label={history.parts.recent} source="history" head={<PlainHead />} hasPlays />
      {problem !== null && <Problem problem={problem} again={again} />}
      {shown.next && problem === null && (
        <button type="button" class="button own-more" disabled={isAsking} onClick={again}>
          {history.more}
        </button>
      )}
    </div>
  );
}
