/** Play by mood; what is on can be stopped at the same place. */
import type { LibraryMoods } from "../api/records";
import { MOODS, moodNames, moodSays } from "../messages/moods";
import { moodOn, playMood, stopMood } from "../state/mood_radio";
import { Icon } from "./icon";

export function MoodButtons({ moods }: { moods: LibraryMoods["moods"] }) {
  const here = MOODS.filter((mood) => moods.some((each) => each.mood === mood && each.n_tracks > 0));
  return (
    <ul class="chips">
      {here.map((mood) => {
        const isOn = moodOn.value === mood;
        const name = moodNames[mood];
        return (
          <li key={mood}>
            <button
              type="button"
              class={isOn ? "chip chip-large chip-live" : "chip chip-large"}
              aria-pressed={isOn}
              onClick={() => (isOn ? stopMood() : void playMood(mood))}
            >
              <Icon name={isOn ? "close" : "play"} filled={!isOn} />
              {isOn ? moodSays.stop(name) : moodSays.play(name)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Says that the radio is on, above the picks that follow it. */
export function MoodBadge() {
  const mood = moodOn.value;
  if (!mood) return null;
  return (
    <button type="button" class="chip chip-live" aria-label={moodSays.stop(moodNames[mood])} onClick={stopMood}>
      {moodSays.radio(moodNames[mood])}
      <Icon name="close" />
    </button>
  );
}
