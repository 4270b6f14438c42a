/** The heart, and the refusal beside it. */
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { liked, type Origin, toggleLike, turnedAway } from "../../state/stream/taste";
import { toggleAway } from "../../state/stream/turning_away";
import { IconButton } from "../icon";

interface Props {
  readonly track: Track;
  readonly origin: Origin;
  readonly skipTab?: boolean;
}

export function LikeButton({ track, origin, skipTab = false }: Props) {
  const isLiked = liked.value.has(track.track_id);
  return (
    <IconButton
      icon="heart"
      kind={isLiked ? "like is-on" : "like"}
      filled={isLiked}
      pressed={isLiked}
      label={isLiked ? say.player.unlike : say.player.like}
      skipTab={skipTab}
      onPress={() => toggleLike(track, origin)}
    />
  );
}

export function DislikeButton({ track, origin }: Props) {
  const isDisliked = turnedAway.value.has(track.track_id);
  return (
    <IconButton
      icon="dislike"
      kind={isDisliked ? "dislike is-on" : "dislike"}
      pressed={isDisliked}
      label={isDisliked ? say.player.undislike : say.player.dislike}
      onPress={() => toggleAway(track, origin)}
    />
  );
}
