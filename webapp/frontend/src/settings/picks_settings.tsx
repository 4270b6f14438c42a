/** The listener's own half-life and artist cap, which go before the server's. */

import { useState } from "preact/hooks";
import type { Steering, SteeringAnswer } from "../api/records";
import { Problem } from "../components/states";
import { Fields, TextField } from "../lab/parts/choice";
import { steerSays } from "../messages/steering";
import { MAX_ARTIST_CAP, MAX_HALF_LIFE_DAYS, MIN_ARTIST_CAP, MIN_HALF_LIFE_DAYS, wholeIn } from "../rules/steering";
import { useLoaded } from "../state/loading";
import { steer, steering } from "../state/stream/steering";

export function PicksSettings() {
  const { data, problem, again } = useLoaded<SteeringAnswer>("/api/v1/steering");
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return null;
  return (
    <Fields label={steerSays.picks}>
      <NumberSetting
        name="half_life_days"
        label={steerSays.halfLife}
        hint={steerSays.halfLifeHint(data.half_life_days)}
        usual={data.half_life_days}
        low={MIN_HALF_LIFE_DAYS}
        high={MAX_HALF_LIFE_DAYS}
      />
      <NumberSetting
        name="artist_cap"
        label={steerSays.artistCap}
        hint={steerSays.artistCapHint(data.artist_cap)}
        usual={data.artist_cap}
        low={MIN_ARTIST_CAP}
        high={MAX_ARTIST_CAP}
      />
    </Fields>
  );
}

interface Props {
  readonly name: keyof Pick<Steering, "half_life_days" | "artist_cap">;
  readonly label: string;
  readonly hint: string;
  /** What holds here for who has set nothing. */
  readonly usual: number;
  readonly low: number;
  readonly high: number;
}

function NumberSetting({ name, label, hint, usual, low, high }: Props) {
  /** What cannot be taken stays in the field, with the reason; null while the field shows what holds. */
  const [refused, setRefused] = useState<string | null>(null);
  const own = steering.value[name] ?? null;
  const type = (text: string) => {
    const value = wholeIn(text, low, high);
    setRefused(value === null ? text : null);
    if (value !== null) steer({ [name]: value });
  };
  const reset = () => {
    setRefused(null);
    steer({ [name]: null });
  };
  return (
    <>
      <TextField
        label={label}
        kind="number"
        value={refused ?? String(own ?? usual)}
        min={low}
        max={high}
        hint={hint}
        problem={refused === null ? "" : steerSays.number(low, high)}
        onInput={type}
      />
      <button
        type="button"
        class="button"
        aria-label={steerSays.toDefaultOf(label)}
        disabled={own === null && refused === null}
        onClick={reset}
      >
        {steerSays.toDefault}
      </button>
    </>
  );
}
