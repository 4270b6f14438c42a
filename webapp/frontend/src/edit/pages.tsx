/** The dialog that any track's menu opens for admins; its code comes when it is asked for. */
import { useEffect, useState } from "preact/hooks";
import { say } from "../messages";
import { notify } from "../state/notices";
import { editing } from "../state/panels";

type Dialog = typeof import("./edit_dialog");

export function EditDetails() {
  const tracks = editing.value;
  const [code, setCode] = useState<Dialog | null>(null);
  const isWanted = tracks !== null;
  useEffect(() => {
    if (!isWanted || code) return;
    import("./edit_dialog").then(setCode, () => {
      editing.value = null;
      notify(say.menu.editNotLoaded, "problem");
    });
  }, [isWanted, code]);
  return tracks && code ? <code.EditDialog tracks={tracks} /> : null;
}
