/** The room of songs: the picture of all tracks, with what can be asked and turned beside it. */
import "../styles/room.css";
import "../styles/room_panels.css";
import "../styles/room_own.css";
import "../styles/room_analyst.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Empty, EmptyLibrary, Problem, Skeleton } from "../components/states";
import { roomSays } from "../messages/room/room";
import { useName } from "../state/title";
import { TableDrawer } from "./analyst/table/drawer";
import { forgetTable, isTableOpen } from "./analyst/table/state";
import { forgetWeeks, isWeeksOpen } from "./analyst/weeks/store";
import { WeeksBar } from "./analyst/weeks/weeks_bar";
import { followChosen } from "./chosen_node";
import { FlatMap } from "./flat/flat_map";
import { RoomList } from "./list/room_list";
import { followLive } from "./live_rows";
import { isNoMapYet } from "./map/no_map";
import { BadMap } from "./map/read_map";
import { loadMap, mapProblem, openMap } from "./map/store";
import { openArrangements } from "./own/choosing";
import { followOwnRows } from "./own/own_rows";
import { pressUndo } from "./own/undo_keys";
import { Legend } from "./panels/legend";
import { NodePanel } from "./panels/node_panel";
import { RoomHead } from "./panels/room_head";
import { hasWebgl } from "./picture";
import { RoomPicture } from "./room_picture";
import { followSaid } from "./saying";
import { followSelection } from "./selecting/selected";
import { SelectionBar } from "./selecting/selection_bar";
import { nodeWords, wantedColumns, wantedView, whereWords } from "./state";
import { followAway } from "./taste/dim_rows";
import { followTaste } from "./taste/taste_centres";

export default function RoomPage() {
  useName(roomSays.title);
  const load = useCallback(() => void loadMap(wantedColumns()), []);
  useEffect(() => {
    load();
    const ends = [
      followChosen(),
      followLive(),
      followSaid(),
      followSelection(),
      openArrangements(),
      followOwnRows(),
      followTaste(),
      followAway(),
    ];
    return () => {
      for (const end of ends) end();
      openMap.value = null;
      forgetWeeks();
      forgetTable();
    };
  }, [load]);
  const now = openMap.value;
  if (!now && mapProblem.value) return <Trouble problem={mapProblem.value} again={load} />;
  if (!now) {
    return (
      <div class="page" aria-busy="true">
        <h1 class="only-heard">{roomSays.loading}</h1>
        <Skeleton kind="hero" />
      </div>
    );
  }
  if (now.map.nTracks === 0) {
    return (
      <div class="page">
        <h1 class="only-heard">{roomSays.empty}</h1>
        <EmptyLibrary />
      </div>
    );
  }
  return <Room again={load} />;
}

function Room({ again }: { again: () => void }) {
  const [isWebgl] = useState(hasWebgl);
  const [isLost, setLost] = useState(false);
  const lose = useCallback(() => setLost(true), []);
  const view = wantedView.value === "room" && (!isWebgl || isLost) ? "flat" : wantedView.value;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of what is inside
    <div class={`room room-as-${view}`} onKeyDown={pressUndo}>
      <RoomHead view={view} />
      {mapProblem.value !== null && (
        <p class="room-notice" role="alert">
          <span>{roomSays.mapFailed}</span>
          <button type="button" class="button" onClick={again}>
            {roomSays.tryAgain}
          </button>
        </p>
      )}
      {!isWebgl && <p class="room-notice">{roomSays.noWebgl}</p>}
      {isLost && (
        <p class="room-notice" role="alert">
          <span>
            {roomSays.lost}. {roomSays.lostHint}
          </span>
          <button type="button" class="button" onClick={() => setLost(false)}>
            {roomSays.again}
          </button>
        </p>
      )}
      {view === "room" && <RoomPicture onLost={lose} />}
      {view === "flat" && <FlatMap />}
      {view === "list" ? <RoomList /> : <Legend />}
      <SelectionBar />
      <NodePanel />
      {view !== "list" && isWeeksOpen.value && <WeeksBar />}
      {isTableOpen.value && <TableDrawer />}
      <p class="only-heard" role="status" aria-live="polite">
        {nodeWords.value}
      </p>
      <p class="only-heard" role="status" aria-live="polite">
        {whereWords.value}
      </p>
    </div>
  );
}

function Trouble({ problem, again }: { problem: unknown; again: () => void }) {
  return (
    <div class="page">
      {isNoMapYet(problem) ? (
        <Empty icon="room" isPage title={roomSays.none} hint={roomSays.noneHint} command={roomSays.noneCommand}>
          <button type="button" class="button" onClick={again}>
            {roomSays.tryAgain}
          </button>
        </Empty>
      ) : problem instanceof BadMap ? (
        <Empty icon="warning" isPage title={roomSays.badMap} hint={roomSays.badMapHint} />
      ) : (
        <Problem problem={problem} again={again} isPage />
      )}
    </div>
  );
}
