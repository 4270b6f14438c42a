/** Moods with their probabilities, always in the same order so that bars stay in place while they move. */
import type { MoodShare } from "../../api/records";
import { ShareBar } from "../../components/share_bar";
import { moodNames } from "../../messages/moods";
import { percent } from "../parts/numbers";

const ORDER = ["Happy", "Energetic", "Calm", "Sad"] as const;

export function MoodBars({ moods }: { moods: readonly MoodShare[] }) {
  const most = Math.max(...moods.map((each) => each.probability));
  return (
    <dl class="mood-bars">
      {ORDER.map((name) => {
        const share = moods.find((each) => each.mood === name)?.probability ?? 0;
        return (
          <div key={name} class={share === most ? "mood-bar is-most" : "mood-bar"}>
            <dt>{moodNames[name]}</dt>
            <dd>
              <ShareBar share={share} />
              <span class="time">{percent(share)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
