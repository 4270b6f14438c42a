/** Asks before something that everybody will notice. */
import { useId } from "preact/hooks";
import { useDialog } from "./use_dialog";

interface Props {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

export function ConfirmDialog({ title, words, yes, no, onYes, onNo }: Props) {
  const dialog = useDialog();
  const id = useId();
  return (
    <dialog class="dialog confirm" ref={dialog} aria-labelledby={id} onClose={onNo}>
      <h2 id={id}>{title}</h2>
      <p>{words}</p>
      <div class="confirm-buttons">
        <button type="button" class="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" class="button button-main" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
