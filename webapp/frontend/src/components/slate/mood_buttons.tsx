/** Play by mood; what is on can be stopped at the same place. */
import type { LibraryMoods } from "../../api/records";
import { MOODS, moodNames, moodSays } from "../../messages/moods";
import { moodOn, playMood, radioOn, stopRadio, wordsOf } from "../../state/stream/radio";
import { Icon } from "../icon";

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
              onClick={() => (isOn ? stopRadio() : void playMood(mood))}
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
export function RadioBadge() {
  const radio = radioOn.value;
  if (!radio) return null;
  const words = wordsOf(radio);
  return (
    <button
      type="button"
      class="chip chip-live radio-badge"
      aria-label={words.stop}
      title={words.name}
      onClick={stopRadio}
    >
      <span class="name" dir="auto">
        {words.name}
      </span>
      <Icon name="close" />
    </button>
  );
}
