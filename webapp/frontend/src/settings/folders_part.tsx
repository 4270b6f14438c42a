/** The way to the folders of music, for those who look after them. */
import { folders as words } from "../messages/folders";
import { isAdmin } from "../state/me";
import { SettingsPart } from "./settings_part";

export function FoldersPart() {
  if (!isAdmin.value) return null;
  return (
    <SettingsPart title={words.title}>
      <p>{words.part}</p>
      <div class="settings-buttons">
        <a class="button" href="/settings/folders">
          {words.open}
        </a>
      </div>
    </SettingsPart>
  );
}
