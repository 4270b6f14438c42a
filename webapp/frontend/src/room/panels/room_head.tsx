/** Above the picture: its name, the search, how to see it, and the ways to places one always wants back to. */
import { IconButton } from "../../components/icon";
import { roomSays } from "../../messages/room/room";
import { selectingSays } from "../../messages/room/selecting";
import { notify } from "../../state/notices";
import { playingTrack } from "../../state/player/queue";
import { liveRows } from "../live_rows";
import { canGrab, isGrabbing } from "../own/own_places";
import { openPicture, openView } from "../picture";
import { isSelecting, toggleSelecting } from "../selecting/selected";
import { isSoundPlaced, placeSound } from "../sound/setting";
import { axes, choose, chooseView, type RoomView } from "../state";
import { EnterVr } from "../vr/enter_button";
import { RoomSearch } from "./room_search";

const VIEWS: readonly RoomView[] = ["room", "flat", "list"];
const TURN = 0.5;

export function RoomHead({ view }: { view: RoomView }) {
  return (
    <header class="room-head">
      <h1 class="room-title">{roomSays.title}</h1>
      {view === "room" && <EnterVr open={openPicture.value} />}
      <RoomSearch />
      <fieldset class="room-views">
        <legend class="only-heard">{roomSays.viewsLabel}</legend>
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            class={each === view ? "tab is-here" : "tab"}
            aria-pressed={each === view}
            onClick={() => chooseView(each)}
          >
            {roomSays.views[each]}
          </button>
        ))}
      </fieldset>
      {view !== "list" && <Ways isPicture={view === "room"} />}
    </header>
  );
}

function Ways({ isPicture }: { isPicture: boolean }) {
  const open = openPicture.value;
  const view = openView.value;
  const track = playingTrack.value;
  const isHere = track !== null && liveRows.value.playing !== null;
  return (
    <div class="room-ways" role="toolbar" aria-label={roomSays.moves.label}>
      <IconButton
        icon="lasso"
        label={selectingSays.mode}
        pressed={isSelecting.value}
        kind={isSelecting.value ? "is-on" : ""}
        onPress={toggleSelecting}
      />
      {isPicture && (
        <>
          <IconButton
            icon="grab"
            label={roomSays.own.grab}
            pressed={canGrab.value}
            disabled={axes.value !== null}
            kind={canGrab.value ? "is-on" : ""}
            onPress={() => {
              isGrabbing.value = !isGrabbing.peek();
              isSelecting.value = false;
            }}
          />
          <IconButton icon="left" label={roomSays.moves.left} onPress={() => open?.turnBy(-TURN)} />
          <IconButton icon="right" label={roomSays.moves.right} onPress={() => open?.turnBy(TURN)} />
        </>
      )}
      {isPicture && <PlacedSound />}
      <IconButton icon="plus" label={roomSays.moves.nearer} onPress={() => view?.zoomBy(0.7)} />
      <IconButton icon="minus" label={roomSays.moves.farther} onPress={() => view?.zoomBy(1.4)} />
      <IconButton icon="room" label={roomSays.whereAmI} onPress={() => view?.flyHome()} />
      <IconButton
        icon="bars"
        label={roomSays.nowPlaying}
        disabled={!isHere}
        onPress={() => track && choose(track.track_id)}
      />
    </div>
  );
}

/** The press is also what the browser waits for before it lets sound be led elsewhere. */
function PlacedSound() {
  const isOn = isSoundPlaced.value;
  const turn = () => {
    placeSound(!isOn);
    notify(isOn ? roomSays.sound.off : roomSays.sound.on);
  };
  return (
    <IconButton icon="ear" label={roomSays.sound.place} pressed={isOn} kind={isOn ? "is-on" : ""} onPress={turn} />
  );
}
