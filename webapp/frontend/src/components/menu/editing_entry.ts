/** Correcting what tracks are called, for those who may. */
import { say } from "../../messages";
import { isAdmin } from "../../state/me";
import { notify } from "../../state/notices";
import { editing, type Menu, type MenuEntry } from "../../state/panels";

/** As many as the server corrects at once. */
const MAX_EDITED = 500;

export const editingEntries = (tracks: Menu["tracks"]): readonly MenuEntry[] =>
  isAdmin.peek() ? [["edit", say.menu.edit, () => edit(tracks)]] : [];

function edit(tracks: Menu["tracks"]): void {
  if (tracks.length > MAX_EDITED) notify(say.menu.editTooMany, "problem");
  else editing.value = tracks;
}
