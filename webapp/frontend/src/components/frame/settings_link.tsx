/** The way to the settings: in the rail, and on the home page of a phone, which has no rail. */
import { say } from "../../messages";
import { route } from "../../state/router";
import { Icon } from "../icon";

export function SettingsLink({ kind = "" }: { kind?: string }) {
  const isHere = route.value.name === "settings";
  return (
    <a
      class={`icon-button ${kind} ${isHere ? "is-on" : ""}`}
      href="/settings"
      aria-label={say.nav.settings}
      aria-current={isHere ? "page" : undefined}
      title={say.nav.settings}
    >
      <Icon name="settings" />
    </a>
  );
}
