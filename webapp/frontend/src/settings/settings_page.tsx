/** Everything that a listener can set or look after, each in a part of its own. */
import "../styles/settings.css";
import type { ComponentType } from "preact";
import { settingsSays } from "../messages/settings";
import { FoldersPart } from "./folders_part";
import { HistorySettings } from "./history_settings";
import { LookSettings } from "./look_settings";
import { PicksPart } from "./picks_part";
import { RefusedSettings } from "./refused_settings";
import { WhoSettings } from "./who_settings";

const PARTS: readonly ComponentType[] = [
  WhoSettings,
  PicksPart,
  FoldersPart,
  HistorySettings,
  RefusedSettings,
  LookSettings,
];

export default function SettingsPage() {
  return (
    <div class="page settings">
      <h1>{settingsSays.title}</h1>
      {PARTS.map((Part, at) => (
        <Part key={at} />
      ))}
    </div>
  );
}
