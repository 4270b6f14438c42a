/** The way to one's account: in the rail, and on the home page of a phone, which has no rail. */
import { say } from "../../messages";
import { me } from "../../state/me";
import { route } from "../../state/router";
import { Icon } from "../icon";

export function AccountLink({ kind = "" }: { kind?: string }) {
  const label = say.nav.account(me.value?.name ?? "");
  return (
    <a
      class={`icon-button ${kind} ${route.value.name === "account" ? "is-on" : ""}`}
      href="/account"
      aria-label={label}
      title={label}
    >
      <Icon name="artist" />
    </a>
  );
}
