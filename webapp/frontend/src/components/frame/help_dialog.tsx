/** All keys on one card. */
import { useEffect, useRef } from "preact/hooks";
import { say } from "../../messages";
import { isHelpOpen } from "../../state/panels";
import { IconButton } from "../icon";

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
  }, [isHelpOpen.value]);
  if (!isHelpOpen.value) return null;
  const close = () => {
    isHelpOpen.value = false;
  };
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby="help-title" onClose={close}>
      <header class="panel-head">
        <h2 id="help-title">{say.help.title}</h2>
        <IconButton icon="close" label={say.player.close} onPress={close} />
      </header>
      <dl class="keys">
        {say.help.keys.map(([key, words]) => (
          <div key={key + words}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
