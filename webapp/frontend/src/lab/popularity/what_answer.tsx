/** The live answer: always in sight while a slider moves. */
import { useEffect, useState } from "preact/hooks";
import { Command } from "../../components/command";
import { Icon } from "../../components/icon";
import { lab } from "../../messages/lab/lab";
import { song, whatIf } from "../../messages/lab/song";
import { Interval } from "../parts/interval";
import { figure, percent, span } from "../parts/numbers";
import type { PopularityAnswer } from "../records";
import { featureName } from "./features";
import { MoodBars } from "./mood_bars";

export function WhatAnswer({ answer }: { answer: PopularityAnswer }) {
  const { expected, low, high, threshold } = answer;
  return (
    <section class="what-answer" aria-label={whatIf.answer}>
      <p class="what-number">
        <span class="what-expected">{figure(expected, 0)}</span>
        <span class="lab-quiet">{song.popularityScale}</span>
      </p>
      <Interval
        low={low}
        high={high}
        value={expected}
        from={0}
        to={100}
        baseline={answer.baseline.expected}
        label={whatIf.expected(figure(expected, 0), span(low, high, 0))}
      />
      <p class={answer.is_popular ? "what-verdict is-popular" : "what-verdict"}>
        {answer.is_popular ? whatIf.popular(threshold) : whatIf.notPopular(threshold)}
        <span class="lab-quiet"> · {whatIf.chance(percent(answer.chance_popular))}</span>
      </p>
      <Heard words={whatIf.expected(figure(expected, 0), span(low, high, 0))} />
      {answer.outside.length > 0 && (
        <p class="lab-note what-outside">
          <Icon name="warning" />
          <span>{whatIf.outside(answer.outside.map(featureName).join(", "))}</span>
        </p>
      )}
      {answer.mood ? (
        <MoodBars moods={answer.mood.moods} />
      ) : (
        <p class="lab-quiet what-mood-none">
          {whatIf.noMood} <Command words={lab.trainCommand("mood")} />
        </p>
      )}
      <p class="lab-quiet what-baseline">
        {song.baselineIs(answer.baseline.model, figure(answer.baseline.expected, 0))}
      </p>
    </section>
  );
}

const SETTLED_MS = 900;

/** For those who hear the page: the answer when the slider has come to rest, not on its way. */
function Heard({ words }: { words: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p class="only-heard" role="status">
      {said}
    </p>
  );
}

export function artistNote(answer: PopularityAnswer | null, asked: string): string {
  if (!answer) return "";
  const { artist_case, artist_popularity } = answer;
  if (artist_case === "unknown") return asked === "known" ? song.nameUnknown : song.caseSays.unknown;
  return song.caseSays[artist_case](figure(artist_popularity, 0));
}
