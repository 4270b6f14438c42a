/** A long list of tracks with the listener's own plays, in an order of its own. */
import type { ComponentChildren } from "preact";
import { ListActions } from "../components/list_actions";
import { Problem, Skeleton } from "../components/states";
import { PlainHead } from "../components/tracks/plain_head";
import { TrackGrid } from "../components/tracks/track_grid";
import { useWindowedTracks } from "../state/library/windowed_tracks";

interface Props {
  readonly address: string;
  readonly label: string;
  readonly source: string;
  /** What stands here when there is nothing. */
  readonly empty: ComponentChildren;
}

export function OwnTracks({ address, label, source, empty }: Props) {
  const { list, total, look, onPlay } = useWindowedTracks(address, source);
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={list.retry} />;
  if (total === null) return <Skeleton kind="row" count={14} />;
  if (total === 0) return <>{empty}</>;
  return (
    <>
      <ListActions name={label} source={source} whole={{ address }} n={total} duration_s={list.duration_s.value} />
      <TrackGrid
        label={label}
        source={source}
        order={address}
        count={total}
        at={(row) => list.item(row)}
        onPlay={onPlay}
        onLook={look}
        head={<PlainHead />}
        hasPlays
      />
    </>
  );
}
