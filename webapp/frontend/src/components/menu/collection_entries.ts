/** What the menu of an album, an artist, a genre, a part of the library or a playlist offers. */
import { type AnchorKind, anchorText } from "../../make/anchors";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { radioSays } from "../../messages/moods";
import { ownSays } from "../../messages/own";
import { type FavouriteKind, isFavourite, toggleFavourite } from "../../state/favourites";
import { isChosen, toggleChosen, withChosen } from "../../state/library/chosen_cards";
import { type Collection, type CollectionKind, hrefOf, sourceOf, withTracks } from "../../state/library/collections";
import { mayWrite } from "../../state/me";
import type { MenuEntry } from "../../state/panels";
import { enqueue, playInstead, shuffleInstead } from "../../state/player/playback";
import { go } from "../../state/router";
import { playRadio } from "../../state/stream/radio";
import { makeOfWhatIsShared } from "./shared_traits";
import { pick } from "./track_entries";

const HEARTS: Partial<Readonly<Record<CollectionKind, FavouriteKind>>> = { album: "albums", artist: "artists" };
const RADIOS: Partial<Readonly<Record<CollectionKind, AnchorKind>>> = {
  album: "album",
  artist: "artist",
  genre: "genre",
};

export function collectionEntries(asked: Collection): readonly MenuEntry[] {
  const of = withChosen(asked);
  const href = hrefOf(of);
  const from = { source: sourceOf(of) };
  const entries: MenuEntry[] = [
    ["play", say.menu.play, () => void withTracks(of, (tracks) => playInstead(tracks, from))],
    ["shuffle", menuSays.shuffle, () => void withTracks(of, (tracks) => shuffleInstead(tracks, from))],
    ["playNext", say.menu.next, () => void withTracks(of, (tracks) => enqueue(tracks, from, "next"))],
    ["queueEnd", say.menu.queue, () => void withTracks(of, (tracks) => enqueue(tracks, from, "end"))],
  ];
  if (mayWrite.peek()) entries.push(["playlistAdd", say.menu.playlist, () => void withTracks(of, pick)]);
  const [heart, anchor] = [HEARTS[of.kind], RADIOS[of.kind]];
  if (heart) {
    const words = isFavourite(heart, of.id) ? ownSays.unlike(of.name) : menuSays.like;
    entries.push(["heart", words, () => toggleFavourite(heart, of.id, of.name)]);
  }
  if (anchor) {
    const like = anchorText({ kind: anchor, id: of.id });
    entries.push(["flow", radioSays.menu, () => void playRadio({ like, name: of.name })]);
  }
  return [
    ...entries,
    ...(mayWrite.peek()
      ? [["bars", menuSays.inCommon, () => void withTracks(of, (tracks) => void makeOfWhatIsShared(tracks))] as const]
      : []),
    ...(href ? [["right", menuSays.open, () => go(href)] as const] : []),
    ...(asked.kind === "several" ? [] : [selectEntry(asked)]),
  ];
}

const selectEntry = (of: Collection): MenuEntry => [
  isChosen(of) ? "close" : "check",
  isChosen(of) ? menuSays.unselect : menuSays.select,
  () => toggleChosen(of),
];
