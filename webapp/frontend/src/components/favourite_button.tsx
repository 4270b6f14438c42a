/** The heart of an album or artist. */
import { ownSays } from "../messages/own";
import { type FavouriteKind, isFavourite, toggleFavourite } from "../state/favourites";
import { IconButton } from "./icon";

export function FavouriteButton({ kind, id, name }: { kind: FavouriteKind; id: string; name: string }) {
  const isLiked = isFavourite(kind, id);
  return (
    <IconButton
      icon="heart"
      kind={isLiked ? "like is-on" : "like"}
      filled={isLiked}
      pressed={isLiked}
      label={isLiked ? ownSays.unlike(name) : ownSays.like(name)}
      onPress={() => toggleFavourite(kind, id, name)}
    />
  );
}
