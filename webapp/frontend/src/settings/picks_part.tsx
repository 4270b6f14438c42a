/** How picks are made for who listens. */
import { say } from "../messages";
import { steerSays } from "../messages/steering";
import { toQuality } from "../state/paths";
import { PicksSettings } from "./picks_settings";
import { SettingsPart } from "./settings_part";

export const PicksPart = () => (
  <SettingsPart title={steerSays.picks}>
    <PicksSettings />
    <div class="settings-buttons">
      <a class="button" href={toQuality}>
        {say.slate.quality}
      </a>
    </div>
  </SettingsPart>
);
