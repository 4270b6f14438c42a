/** A long list of tracks as a view uses it: what is in sight is fetched, and rows are played. */
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { HeardTrack, Track } from "../../api/records";
import { useReturn } from "../loading";
import { playFrom, playNow } from "../player/playback";
import { libraryTurn } from "./library_turn";
import { WindowedList } from "./windows";

export interface WindowedTracks {
  readonly list: WindowedList<HeardTrack>;
  /** Null while it is not known; sorted anew, a list keeps its length while its rows come: the focus is on its head. */
  readonly total: number | null;
  readonly look: (from: number, to: number) => void;
  readonly onPlay: (row: number, chosen: readonly Track[]) => void;
}

export function useWindowedTracks(address: string, source: string): WindowedTracks {
  const list = useMemo(() => new WindowedList<HeardTrack>(address), [address]);
  useEffect(() => {
    list.look(0, 40);
    return () => list.close();
  }, [list]);
  const turn = libraryTurn.value;
  const shownTurn = useRef(turn);
  useEffect(() => {
    if (shownTurn.current !== turn) list.renew();
    shownTurn.current = turn;
  }, [list, turn]);
  const look = useCallback((from: number, to: number) => list.look(from, to), [list]);
  const before = useRef<number | null>(null);
  const total = list.total.value ?? (list.problem.value ? null : before.current);
  before.current = total;
  useReturn(list.problem.value, list.retry);
  const onPlay = (row: number, chosen: readonly Track[]) => {
    const track = list.item(row);
    if (chosen.length > 1) playFrom(chosen, 0, { source });
    else if (track) playNow([track], { source });
  };
  void list.arrivals.value;
  return { list, total, look, onPlay };
}
