/** The room for those who do not fly: its parts, and from each track to those that sound nearest to it. */
import { useEffect, useRef } from "preact/hooks";
import { titleOf } from "../../components/tracks/names";
import { roomSays } from "../../messages/room/room";
import { Views } from "../analyst/views";
import { chooseRow } from "../choose_row";
import type { Region } from "../map/records";
import { openMap, openRows } from "../map/store";
import { TrackRow } from "../panels/track_row";
import { Grid } from "../picking/grid";
import { chosenId, node, whereWords } from "../state";
import { TasteList } from "../taste/taste_list";

/** What is listed without parts; the search has the others. */
const N_SOME = 100;

export function RoomList() {
  const map = openMap.value?.map;
  useEffect(() => {
    // In a list one is at a track, which is said already, or nowhere.
    whereWords.value = "";
  }, []);
  const heading = useRef<HTMLHeadingElement>(null);
  const now = node.value;
  const nowId = now?.track.track_id;
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (nowId && nowId !== before.current) takeFocusAlong(heading.current, before.current === undefined);
    if (nowId || !chosenId.peek()) before.current = nowId ?? "";
  }, [nowId]);
  if (!map) return null;
  /** The track in the middle of a part stands for it. */
  const goTo = (region: Region) => {
    const [x, y, z] = region.centre;
    const row = new Grid(map.places).nearest(x, y, z, 1, () => true)[0];
    if (row !== undefined) void chooseRow(row);
  };
  return (
    <div class="room-list">
      <h2 tabIndex={-1} ref={heading}>
        {now ? roomSays.list.nearestTo(titleOf(now.track)) : roomSays.list.title}
      </h2>
      <Views />
      <p class="room-quiet">
        {now ? roomSays.list.hint : map.regions.length > 0 ? roomSays.list.start : roomSays.list.startAtTrack}
      </p>
      {now && (
        <ul class="room-rows">
          {now.neighbours.map(({ row, track, closeness, is_kept }) => (
            <TrackRow
              key={track.track_id}
              row={row}
              track={track}
              near={roomSays.node.closeness(closeness)}
              isFar={!is_kept}
            />
          ))}
        </ul>
      )}
      {!now && <TasteList />}
      {map.regions.length > 0 && <h3>{roomSays.list.regions}</h3>}
      {map.regions.length > 0 && (
        <ul class="chips">
          {map.regions.map((region) => (
            <li key={region.name}>
              <button type="button" class="chip chip-large" onClick={() => goTo(region)}>
                {roomSays.list.region(region.name, region.n_tracks)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {map.regions.length === 0 && !now && <SomeTracks n={Math.min(N_SOME, map.nTracks)} />}
    </div>
  );
}

/** What was pressed is gone or far below the new neighbours: go on where they begin. A focus elsewhere stays. */
function takeFocusAlong(heading: HTMLElement | null, isFirst: boolean): void {
  const { activeElement } = document;
  const isHere = heading?.closest(".room-list")?.contains(activeElement);
  const isGone = activeElement === document.body && !isFirst;
  if (isHere || isGone) heading?.focus();
}

/** A small library has no named parts: its tracks themselves are the way in. */
function SomeTracks({ n }: { n: number }) {
  const rows = openRows.value;
  useEffect(() => rows?.want(Array.from({ length: n }, (_, row) => row)), [rows, n]);
  void rows?.turn.value;
  return (
    <>
      <h3>{roomSays.list.some}</h3>
      <ul class="room-rows">
        {Array.from({ length: n }, (_, row) => {
          const track = rows?.trackAt(row);
          return track && <TrackRow key={track.track_id} row={row} track={track} near="" />;
        })}
      </ul>
    </>
  );
}
