/** Where tracks stand: as the map has it, or in an arrangement of one's own, which is named and changed here. */
import "../../styles/playlists.css";
import { useId, useState } from "preact/hooks";
import { IconButton } from "../../components/icon";
import { Modal } from "../../components/modal";
import { arrangementSays } from "../../messages/room/arrangements";
import { roomSays } from "../../messages/room/room";
import { mayWrite } from "../../state/me";
import { axes } from "../state";
import { chooseArrangement, deleteArrangement, makeArrangement, renameArrangement } from "./choosing";
import { arrangements, current, keepProblem } from "./keeping";
import { canRedo, canUndo, isOwnShown, ownPlaces, redoPlace, resetOwn, showOwn, undoPlace } from "./own_places";

const MAX_NAME_LENGTH = 80;

type Naming = "make" | "rename";

export function Arrangements() {
  const [naming, setNaming] = useState<Naming | null>(null);
  const now = current.value;
  const n = ownPlaces.value.size;
  const isAny = n > 0 || arrangements.value.length > 0;
  return (
    <fieldset class="room-axes room-own-places" disabled={axes.value !== null}>
      <legend>{arrangementSays.label}</legend>
      {isAny && <Choice />}
      <div class="room-own-acts">
        <IconButton
          icon="undo"
          label={arrangementSays.undo}
          disabled={!canUndo.value}
          onPress={() => void undoPlace()}
        />
        <IconButton
          icon="redo"
          label={arrangementSays.redo}
          disabled={!canRedo.value}
          onPress={() => void redoPlace()}
        />
        <IconButton icon="back" label={roomSays.own.reset} disabled={n === 0} onPress={resetOwn} />
        {mayWrite.value && (
          <>
            <IconButton icon="plus" label={arrangementSays.make} onPress={() => setNaming("make")} />
            <IconButton
              icon="edit"
              label={arrangementSays.rename}
              disabled={!now}
              onPress={() => setNaming("rename")}
            />
            <IconButton
              icon="clear"
              label={arrangementSays.remove}
              disabled={!now}
              onPress={() => void deleteArrangement()}
            />
          </>
        )}
      </div>
      {keepProblem.value && <p class="room-problem">{keepProblem.value}</p>}
      {naming && <NameDialog naming={naming} onClose={() => setNaming(null)} />}
    </fieldset>
  );
}

const shownId = (): string => (isOwnShown.value && current.value?.id) || "";

/** The empty value is the map itself. */
function Choice() {
  const id = useId();
  const now = current.value;
  const n = ownPlaces.value.size;
  const others = arrangements.value.filter((each) => each.arrangement_id !== now?.id);
  const choose = async (select: HTMLSelectElement) => {
    if (select.value) await chooseArrangement(select.value);
    else showOwn(false);
    // Where it was refused the page has nothing new to draw, and would leave what was pressed.
    select.value = shownId();
  };
  return (
    <div class="room-select">
      <label for={id}>{arrangementSays.choose}</label>
      <select id={id} value={shownId()} onChange={(event) => void choose(event.currentTarget)}>
        <option value="">{arrangementSays.computed}</option>
        {now && <option value={now.id}>{arrangementSays.option(now.name, n)}</option>}
        {others.map(({ arrangement_id, name, n_places }) => (
          <option key={arrangement_id} value={arrangement_id}>
            {arrangementSays.option(name, n_places)}
          </option>
        ))}
      </select>
    </div>
  );
}

function NameDialog({ naming, onClose }: { naming: Naming; onClose: () => void }) {
  const [name, setName] = useState(naming === "rename" ? (current.peek()?.name ?? "") : "");
  const words = name.trim();
  const keep = () => {
    if (!words) return;
    void (naming === "make" ? makeArrangement(words) : renameArrangement(words));
    onClose();
  };
  return (
    <Modal title={naming === "make" ? arrangementSays.makeTitle : arrangementSays.renameTitle} onClose={onClose}>
      <form
        class="playlist-form"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label class="playlist-field">
          <span>{arrangementSays.name}</span>
          <input
            dir="auto"
            maxLength={MAX_NAME_LENGTH}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <div class="confirm-buttons">
          <button type="button" class="button" onClick={onClose}>
            {arrangementSays.cancel}
          </button>
          <button type="submit" class="button button-main" disabled={!words}>
            {arrangementSays.keep}
          </button>
        </div>
      </form>
    </Modal>
  );
}
