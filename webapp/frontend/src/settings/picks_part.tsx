/** How picks are made for who listens. */
import { steerSays } from "../messages/steering";
import { PicksSettings } from "./picks_settings";
import { SettingsPart } from "./settings_part";

export const PicksPart = () => (
  <SettingsPart title={steerSays.picks}>
    <PicksSettings />
  </SettingsPart>
);
