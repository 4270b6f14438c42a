/** How well the index knows what sounds alike. */

import type { IndexQuality } from "../api/records";
import { Command } from "../components/command";
import { day, versionName } from "../lab/parts/numbers";
import { qualitySays } from "../messages/quality";
import { QualityPart } from "./quality_part";

const words = qualitySays.index;

export function IndexPart({ index }: { index: IndexQuality | null }) {
  if (!index) {
    return (
      <QualityPart title={words.title}>
        <p class="picks-quality-words">{words.none}</p>
        <Command words={words.noneCommand} />
      </QualityPart>
    );
  }
  const { learned, recall } = index;
  return (
    <QualityPart title={words.title}>
      <p class="picks-quality-words">{recall === null ? words.noRecall : words.recall(recall, index.n_tracks)}</p>
      <p>
        {learned
          ? `${words.learned(learned.precision, learned.precision_without)} ${learned.is_used ? words.isUsed : words.isNotUsed}`
          : words.notLearned}
      </p>
      <p class="picks-quality-quiet">{qualitySays.made(versionName(index.version), day(index.made_at))}</p>
    </QualityPart>
  );
}
