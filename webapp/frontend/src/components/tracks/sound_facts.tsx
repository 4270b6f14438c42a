/** What the analysis heard, in words. */
import { Fragment } from "preact";
import type { Sound } from "../../api/records";
import { say } from "../../messages";
import { clockTime } from "../../rules/times";

export type Fact = readonly [name: string, value: string, links?: readonly FactLink[]];

/** One of the names in a fact that lead somewhere. */
export interface FactLink {
  readonly name: string;
  readonly href: string;
}

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
      {facts.map(([name, value, links]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          {links ? (
            <dd class="fact-names">
              <Names links={links} />
            </dd>
          ) : (
            <dd dir="auto" title={value}>
              {value}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Names({ links }: { links: readonly FactLink[] }) {
  return (
    <>
      {links.map(({ name, href }, place) => (
        <Fragment key={href}>
          {place > 0 && ", "}
          <a dir="auto" href={href}>
            {name}
          </a>
        </Fragment>
      ))}
    </>
  );
}
