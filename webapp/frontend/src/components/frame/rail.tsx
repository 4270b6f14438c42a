/** Where one can go: a rail at the side, tabs at the bottom of a phone. */
import { say } from "../../messages";
import { mayKeep } from "../../state/me";
import { isHelpOpen, picker } from "../../state/panels";
import { toLab, toLibrary, toPlaylists, toRoom, toSearch } from "../../state/paths";
import { route } from "../../state/router";
import { isSystemDark, theme } from "../../state/theme";
import { Icon, IconButton, type IconName } from "../icon";
import { LineBadge } from "../player/line_badge";
import { dropPlace } from "../tracks/drag_tracks";
import { AccountLink } from "./account_link";
import { SettingsLink } from "./settings_link";

const PLACES: readonly (readonly [
  icon: IconName,
  words: string,
  short: string,
  href: string,
  views: readonly string[],
])[] = [
  ["home", say.nav.home, say.nav.home, "/", ["home"]],
  [
    "library",
    say.nav.library,
    say.nav.library,
    toLibrary("tracks"),
    ["library", "track", "album", "artist", "genre", "part", "make"],
  ],
  ["playlist", say.nav.playlists, say.nav.playlistsShort, toPlaylists(), ["playlists", "playlist", "smart"]],
  ["search", say.nav.search, say.nav.search, toSearch(""), ["search"]],
  ["room", say.nav.room, say.nav.room, toRoom(), ["room"]],
  ["alike", say.nav.listen, say.nav.listenShort, "/listen", ["listen"]],
  ["lab", say.nav.lab, say.nav.lab, toLab(""), ["lab"]],
];

/** What is dropped on the playlists asks which. */
const intoPlaylist = dropPlace((tracks) => {
  if (mayKeep()) picker.value = { tracks };
});

function Links() {
  return (
    <ul>
      {PLACES.map(([icon, words, short, href, views]) => {
        const isHere = views.includes(route.value.name);
        return (
          <li key={href}>
            <a
              class={isHere ? "nav-link is-here" : "nav-link"}
              href={href}
              aria-current={isHere ? "page" : undefined}
              {...(icon === "playlist" && intoPlaylist)}
            >
              <Icon name={icon} />
              <span class="nav-words">{words}</span>
              <span class="nav-short">{short}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

export function Rail() {
  return (
    <header class="rail">
      <a class="brand" href="/" aria-label={`${say.name}: ${say.nav.home}`}>
        <Mark />
        <span class="brand-name">{say.name}</span>
      </a>
      <nav aria-label={say.nav.label}>
        <Links />
      </nav>
      <div class="rail-foot">
        <LineBadge />
        <div class="rail-buttons">
          <AccountLink />
          <SettingsLink />
          <IconButton icon={theme.value} label={say.theme.change(say.theme[theme.value])} onPress={nextTheme} />
          <IconButton
            icon="keyboard"
            label={say.help.open}
            onPress={() => {
              isHelpOpen.value = true;
            }}
          />
        </div>
      </div>
    </header>
  );
}

/** As the system, then the other one, then the one again: the first press always shows. */
function nextTheme(): void {
  const other = isSystemDark.peek() ? "light" : "dark";
  const one = isSystemDark.peek() ? "dark" : "light";
  theme.value = theme.peek() === "system" ? other : theme.peek() === other ? one : "system";
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M8 8v8c0 5 3 8 8 8h8M8 11c0 5 3 7 8 7" />
      <circle cx="8" cy="7" r="3" />
      <circle cx="19" cy="18" r="2.2" />
      <circle cx="25" cy="24" r="2.2" />
    </svg>
  );
}
