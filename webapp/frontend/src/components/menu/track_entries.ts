/** What the menu of one track, or of several, offers. */
import { anchorText } from "../../make/anchors";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { radioSays } from "../../messages/moods";
import { mayWrite } from "../../state/me";
import { type Menu, type MenuEntry, picker } from "../../state/panels";
import { toAlbum, toArtist, toTrack } from "../../state/paths";
import { enqueue, playNow } from "../../state/player/playback";
import { go } from "../../state/router";
import { playRadio } from "../../state/stream/radio";
import { liked, toggleLike, turnedAway } from "../../state/stream/taste";
import { toggleAway } from "../../state/stream/turning_away";
import { titleOf } from "../tracks/names";
import { editingEntries } from "./editing_entry";
import { makeOfWhatIsShared } from "./shared_traits";

export function trackEntries({ tracks, source, extra, rows = [] }: Menu): readonly MenuEntry[] {
  const first = tracks[0];
  if (!first) return rows;
  const from = { source };
  const many: MenuEntry[] = [
    ["play", say.menu.play, () => playNow(tracks, from)],
    ["playNext", say.menu.next, () => enqueue(tracks, from, "next")],
    ["queueEnd", say.menu.queue, () => enqueue(tracks, from, "end")],
  ];
  if (mayWrite.peek()) many.push(["playlistAdd", say.menu.playlist, () => pick(tracks)]);
  if (tracks.length > 1)
    return [...many, ...(mayWrite.peek() ? [sharedEntry(tracks)] : []), ...editingEntries(tracks), ...rows];
  const isLiked = liked.peek().has(first.track_id);
  const isDisliked = turnedAway.peek().has(first.track_id);
  const { artist_id, album_id } = first;
  const one: MenuEntry[] = [
    ["heart", isLiked ? say.player.unlike : say.menu.like, () => toggleLike(first, from)],
    ...(extra ?? [
      ["dislike", isDisliked ? say.player.undislike : say.menu.dislike, () => toggleAway(first, from)] as const,
    ]),
    [
      "flow",
      radioSays.menu,
      () => void playRadio({ like: anchorText({ kind: "track", id: first.track_id }), name: titleOf(first) }),
    ],
    ["alike", say.menu.similar, () => go(toTrack(first.track_id))],
  ];
  if (artist_id && first.artist) one.push(["artist", say.menu.artist, () => go(toArtist(artist_id))]);
  if (album_id && first.album) one.push(["album", say.menu.album, () => go(toAlbum(album_id))]);
  return [...many, ...one, ...editingEntries(tracks), ...rows];
}

export const sharedEntry = (tracks: Menu["tracks"]): MenuEntry => [
  "bars",
  menuSays.inCommon,
  () => void makeOfWhatIsShared(tracks),
];

export function pick(tracks: Menu["tracks"]): void {
  picker.value = { tracks };
}
