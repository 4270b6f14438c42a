/** What listeners did with the picks that were in view: sentences, then by source and by place. */

import type { PickRate, ShownQuality } from "../api/records";
import { ofHundred, qualitySays } from "../messages/quality";
import { QualityPart } from "./quality_part";
import { RatesTable } from "./rates_table";

const words = qualitySays.shown;
const LONGEST_HOURS = 30 * 24;

export function ShownPart({ shown }: { shown: ShownQuality }) {
  const within = qualitySays.within(shown.hours);
  const isShorter = shown.hours < LONGEST_HOURS;
  if (shown.n_shown === 0) {
    return (
      <QualityPart title={words.title}>
        <p class="picks-quality-words">{words.none(within)}</p>
        <p class="picks-quality-quiet">{words.noneHint}</p>
        {isShorter && <p class="picks-quality-quiet">{words.shorter}</p>}
      </QualityPart>
    );
  }
  return (
    <QualityPart title={words.title}>
      <p>
        {words.of(shown.n_shown, shown.n_listeners, within)} {isShorter && words.shorter}
      </p>
      <ul class="picks-quality-rates">
        {shown.rates.map((rate) => (
          <RateSentence key={rate.name} rate={rate} />
        ))}
      </ul>
      {!shown.rates.some((rate) => rate.name === "finishes") && <p class="picks-quality-quiet">{words.noPlays}</p>}
      <p class="picks-quality-quiet">{words.likelyHint}</p>
      <RatesTable kind="source" groups={shown.by_source} />
      <RatesTable kind="place" groups={shown.by_place} />
      <p class="picks-quality-quiet">{words.cellHint}</p>
    </QualityPart>
  );
}

function RateSentence({ rate }: { rate: PickRate }) {
  const [of, done] = rate.is_few
    ? [words.count(rate.n), words.count(rate.n_done)]
    : [words.hundred, ofHundred(rate.share)];
  return (
    <li class={rate.is_few ? "is-few" : undefined}>
      <p class="picks-quality-words">{words.sentences[rate.name](of, done)}</p>
      <p class="picks-quality-quiet">
        {rate.is_few ? words.few : words.counts(rate.n_done, rate.n)} {words.likely(rate.low, rate.high)}
      </p>
    </li>
  );
}
