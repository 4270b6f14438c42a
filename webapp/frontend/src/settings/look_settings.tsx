/** Colours, and the help for the keyboard. */
import { say } from "../messages";
import { settingsSays } from "../messages/settings";
import { isHelpOpen } from "../state/panels";
import { type Theme, theme } from "../state/theme";
import { SettingsPart } from "./settings_part";

const words = settingsSays.look;
const THEMES: readonly Theme[] = ["system", "dark", "light"];

export function LookSettings() {
  return (
    <SettingsPart title={words.title}>
      <fieldset class="settings-choice">
        <legend>{words.colours}</legend>
        {THEMES.map((name) => (
          <label key={name} class="settings-option">
            <input
              type="radio"
              name="theme"
              checked={theme.value === name}
              onChange={() => {
                theme.value = name;
              }}
            />
            {say.theme[name]}
          </label>
        ))}
      </fieldset>
      <div class="settings-buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            isHelpOpen.value = true;
          }}
        >
          {words.keys}
        </button>
      </div>
    </SettingsPart>
  );
}
