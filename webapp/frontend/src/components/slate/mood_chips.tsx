/** How a track feels: its likeliest moods, each a way to more of it. */
import type { MoodShare } from "../../api/records";
import { moodNames, moodSays } from "../../messages/moods";
import { toMood } from "../../state/paths";

const WORTH_SAYING = 0.15;

export function MoodChips({ moods }: { moods: readonly MoodShare[] }) {
  const likely = [...moods]
    .sort((a, b) => b.probability - a.probability)
    .filter((each, at) => at === 0 || each.probability >= WORTH_SAYING);
  return (
    <ul class="chips mood-chips" aria-label={moodSays.title}>
      {likely.map(({ mood, probability }) => (
        <li key={mood}>
          <a class="chip" href={toMood(mood)}>
            {moodSays.of(moodNames[mood], probability)}
          </a>
        </li>
      ))}
    </ul>
  );
}
