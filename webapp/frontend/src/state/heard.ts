/** The listener's own plays beside tracks that the catalogue tells without them. */
import { useMemo } from "preact/hooks";
import type { HeardTrack, Page, Track } from "../api/records";
import { useLoaded } from "./loading";

/** As many as an album or artist shows. */
const MAX_TRACKS = 500;

/** The tracks with their plays, as soon as those are known; `filter` is what the tracks have in common. */
export function useHeard(filter: string, tracks: readonly Track[] | undefined): readonly Track[] {
  const { data } = useLoaded<Page<HeardTrack>>(`/api/v1/history/tracks?${filter}&limit=${MAX_TRACKS}`);
  return useMemo(() => {
    const heard = new Map(data?.items.map((track) => [track.track_id, track]));
    return (tracks ?? []).map((track) => heard.get(track.track_id) ?? track);
  }, [data, tracks]);
}
