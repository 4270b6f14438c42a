/** What the analysis heard, in words. */
import type { Sound } from "../../api/records";
import { say } from "../../messages";
import { clockTime } from "../../rules/times";

export type Fact = readonly [name: string, value: string];

export function soundFacts(sound: Sound | null | undefined): readonly Fact[] {
  if (!sound) return [];
  const { tempo, tempoValue, key, keyNames, modes, loudness, loudnessValue, length } = say.track;
  return [
    [tempo, tempoValue(sound.tempo_bpm)],
    [key, `${keyNames[sound.key] ?? ""} ${modes[sound.mode]}`],
    [loudness, loudnessValue(sound.loudness_lufs)],
    [length, clockTime(sound.duration_s)],
  ];
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          <dd dir="auto" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
