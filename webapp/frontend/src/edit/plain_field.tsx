/** One text or number of the details; what differs among the tracks is left alone unless something is typed. */
import { useId } from "preact/hooks";
import type { EditableTrack } from "../api/schema";
import { IconButton } from "../components/icon";
import { editSays as say } from "../messages/edit";
import { type Edits, type Field, isCorrected, NUMBERS, type PlainField, sharedText } from "../rules/corrections";

interface Props {
  readonly tracks: readonly EditableTrack[];
  readonly edits: Edits;
  readonly field: PlainField;
  readonly onEdit: (edits: Edits) => void;
}

export function PlainInput({ tracks, edits, field, onEdit }: Props) {
  const id = useId();
  const shown = sharedText(tracks, field);
  const typed = edits[field];
  const isNumber = NUMBERS.some((name) => name === field);
  return (
    <div class="playlist-field edit-field">
      <label for={id}>{say.fields[field]}</label>
      <span class="edit-line">
        <input
          id={id}
          dir="auto"
          maxLength={isNumber ? 6 : 500}
          inputMode={isNumber ? "numeric" : "text"}
          disabled={typed === null}
          placeholder={typed === null ? say.ofFile : shown === null ? say.different : ""}
          value={typed === null ? "" : (typed ?? shown ?? "")}
          onInput={(event) => onEdit({ [field]: event.currentTarget.value })}
        />
        <TakeBack tracks={tracks} field={field} isTakenBack={typed === null} onEdit={onEdit} />
      </span>
    </div>
  );
}

interface TakeBackProps {
  readonly tracks: readonly EditableTrack[];
  readonly field: Field;
  readonly isTakenBack: boolean;
  readonly onEdit: (edits: Edits) => void;
}

/** Takes a field back to what the file says, where something was corrected; pressed again, it does not. */
export function TakeBack({ tracks, field, isTakenBack, onEdit }: TakeBackProps) {
  if (!isCorrected(tracks, field)) return null;
  const name = say.fields[field];
  return (
    <IconButton
      icon="back"
      label={isTakenBack ? say.keep(name) : say.takeBack(name)}
      pressed={isTakenBack}
      onPress={() => onEdit({ [field]: isTakenBack ? undefined : null })}
    />
  );
}
