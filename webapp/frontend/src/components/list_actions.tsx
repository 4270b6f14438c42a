/** What a list is and what can be done with the whole of it: how many, how long, play, shuffle, queue, export, and more. */
import { say } from "../messages";
import { listeningSays } from "../messages/listening";
import { menuSays } from "../messages/menus";
import { spokenLength } from "../rules/times";
import { mayWrite } from "../state/me";
import type { MenuEntry } from "../state/panels";
import { playList, queueList, shuffleList, type Whole, withFirst } from "../state/player/long_lists";
import { ExportMenu } from "./export_menu";
import { Icon, IconButton } from "./icon";
import { openMenu } from "./menu/open_menu";
import { MAX_GIVEN, makeOfWhatIsShared } from "./menu/shared_traits";
import { pick } from "./menu/track_entries";

/** As many as are added to a playlist at once. */
const MAX_ADDED = 2_000;

interface Props {
  /** What a file of it is called. */
  readonly name: string;
  readonly source: string;
  readonly whole: Whole;
  readonly n: number;
  /** Null where it is not known. */
  readonly duration_s: number | null;
}

export function ListActions({ name, source, whole, n, duration_s }: Props) {
  const from = { source };
  return (
    <div class="play-buttons">
      <button type="button" class="button button-main" onClick={() => void playList(whole, from)}>
        <Icon name="play" filled />
        {listeningSays.playAll}
      </button>
      <button type="button" class="button" onClick={() => void shuffleList(whole, from)}>
        <Icon name="shuffle" />
        {listeningSays.shuffleAll}
      </button>
      <button type="button" class="button" onClick={() => void queueList(whole, from)}>
        <Icon name="queueEnd" />
        {say.album.queue}
      </button>
      <ExportMenu whole={whole} name={name} />
      <MoreOfList name={name} whole={whole} />
      <span class="list-facts">
        {[say.tracks(n), duration_s ? spokenLength(duration_s) : ""].filter(Boolean).join(" · ")}
      </span>
    </div>
  );
}

/** What is wanted more rarely. */
export function MoreOfList({ name, whole }: { name: string; whole: Whole }) {
  const rows = (): readonly MenuEntry[] => [
    ["playlistAdd", say.menu.playlist, () => void withFirst(whole, MAX_ADDED, pick)],
    ["bars", menuSays.inCommon, () => void withFirst(whole, MAX_GIVEN, makeOfWhatIsShared)],
  ];
  if (!mayWrite.value) return null;
  return (
    <IconButton
      icon="more"
      label={say.menu.more(name)}
      onPress={(event) => openMenu(event, { tracks: [], label: menuSays.label(name), source: "", rows: rows() })}
    />
  );
}

export const lengthOf = (tracks: readonly { readonly duration_s: number | null }[]): number =>
  tracks.reduce((sum, track) => sum + (track.duration_s ?? 0), 0);
