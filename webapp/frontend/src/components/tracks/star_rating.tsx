/** One to five stars: arrows choose, 0 or Delete takes them back, the same star again too. */
import { useRef } from "preact/hooks";
import type { Track } from "../../api/records";
import { ownSays } from "../../messages/own";
import { pressed, STARS } from "../../rules/ratings";
import { rate, starsOf } from "../../state/stream/ratings";
import type { Origin } from "../../state/stream/taste";
import { Icon } from "../icon";

export function StarRating({ track, origin }: { track: Track; origin: Origin }) {
  const group = useRef<HTMLDivElement>(null);
  const rating = starsOf(track);
  const choose = (star: number) => {
    rate(track, star, origin);
    group.current?.querySelectorAll("button")[Math.max(0, star - 1)]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const star = starOf(event.key, rating);
    if (star === null) return;
    event.preventDefault();
    choose(star);
  };
  return (
    <div class="stars" role="radiogroup" aria-label={ownSays.rating} ref={group} onKeyDown={onKeyDown}>
      {STARS.map((star) => (
        <button
          key={star}
          type="button"
          role="radio"
          class={star <= rating ? "star is-on" : "star"}
          aria-checked={star === rating}
          aria-label={ownSays.stars(star)}
          title={ownSays.stars(star)}
          tabIndex={star === Math.max(1, rating) ? 0 : -1}
          onClick={(event) => {
            event.stopPropagation();
            rate(track, pressed(rating, star), origin);
          }}
        >
          <Icon name="star" filled={star <= rating} />
        </button>
      ))}
    </div>
  );
}

/** The rating that a key asks for; null for keys that ask for none. */
function starOf(key: string, rating: number): number | null {
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(5, rating + 1);
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, rating - 1);
  if (key === "Delete" || key === "Backspace") return 0;
  return /^[0-5]$/.test(key) ? Number(key) : null;
}
