/** How much was turned away, and the way to allow it again. */
import { useEffect } from "preact/hooks";
import { settingsSays } from "../messages/settings";
import { toLibrary } from "../state/paths";
import { loadOpinions } from "../state/stream/opinions";
import { turnedAway } from "../state/stream/taste";
import { SettingsPart } from "./settings_part";

const words = settingsSays.away;

export function RefusedSettings() {
  useEffect(() => {
    // What this browser knows is counted already; the server's word is added when it comes.
    void loadOpinions().catch(() => undefined);
  }, []);
  const n = turnedAway.value.size;
  return (
    <SettingsPart title={words.title}>
      <p>{n === 0 ? words.none : words.some(n)}</p>
      <div class="settings-buttons">
        <a class="button" href={toLibrary("turned-away")}>
          {words.open}
        </a>
      </div>
    </SettingsPart>
  );
}
