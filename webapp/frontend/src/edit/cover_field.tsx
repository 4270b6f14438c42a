/** The cover: a picture is chosen or dropped, or there is to be none. */
import { useRef } from "preact/hooks";
import type { EditableTrack } from "../api/schema";
import { Icon } from "../components/icon";
import { editSays as say } from "../messages/edit";
import { type Edits, sharedCover } from "../rules/corrections";
import { TakeBack } from "./plain_field";

interface Props {
  readonly tracks: readonly EditableTrack[];
  readonly edits: Edits;
  /** A chosen picture, sent when all is saved. */
  readonly picture: File | null;
  readonly onPicture: (file: File) => void;
  readonly onEdit: (edits: Edits) => void;
}

export function CoverField({ tracks, edits, picture, onPicture, onEdit }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const shared = sharedCover(tracks);
  const words = picture
    ? say.willBe(picture.name)
    : edits.cover === ""
      ? say.willBeNone
      : edits.cover === null
        ? say.ofFile
        : shared === null
          ? say.different
          : "";
  return (
    <section
      class="edit-cover"
      aria-label={say.fields.cover}
      // The page takes files that are dropped for sounds to listen to.
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const file = event.dataTransfer?.files[0];
        if (file) onPicture(file);
      }}
    >
      {shared === null ? (
        <span class="cover cover-card edit-cover-none">
          <Icon name="picture" />
        </span>
      ) : (
        <img class="cover cover-card" src={shared} alt="" width={96} height={96} />
      )}
      <div class="edit-cover-choices">
        <input
          ref={chooser}
          type="file"
          accept="image/jpeg,image/png,image/webp,image/gif"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) onPicture(file);
            event.currentTarget.value = "";
          }}
        />
        <span class="edit-line">
          <button type="button" class="button" onClick={() => chooser.current?.click()}>
            <Icon name="upload" />
            {say.choosePicture}
          </button>
          <button type="button" class="button" onClick={() => onEdit({ cover: "" })}>
            {say.noPicture}
          </button>
          <TakeBack tracks={tracks} field="cover" isTakenBack={edits.cover === null} onEdit={onEdit} />
        </span>
        <p class="name-quiet">{say.dropPicture}</p>
        <p class="edit-cover-words" role="status" dir="auto">
          {words}
        </p>
      </div>
    </section>
  );
}
