/** How well the next track of a session is foreseen, beside popularity. */

import type { NextTrackQuality, SessionsQuality } from "../api/records";
import { Command } from "../components/command";
import { day, versionName } from "../lab/parts/numbers";
import { qualitySays } from "../messages/quality";
import { QualityPart } from "./quality_part";

const words = qualitySays.sessions;

export function SessionsPart({ sessions }: { sessions: SessionsQuality | null }) {
  if (!sessions) {
    return (
      <QualityPart title={words.title}>
        <p class="picks-quality-words">{words.none}</p>
        <Command words={words.noneCommand} />
      </QualityPart>
    );
  }
  const { next_track: next } = sessions;
  return (
    <QualityPart title={words.title}>
      {next ? (
        <Foreseen next={next} n_sessions={sessions.n_sessions} />
      ) : (
        <p class="picks-quality-words">{words.few(sessions.n_sessions)}</p>
      )}
      <p>{sessions.is_served ? words.isServed : words.isNotServed}</p>
      <p class="picks-quality-quiet">{qualitySays.made(versionName(sessions.version), day(sessions.made_at))}</p>
    </QualityPart>
  );
}

function Foreseen({ next, n_sessions }: { next: NextTrackQuality; n_sessions: number }) {
  const { hit_rate_low: low, hit_rate_high: high, hit_rate_popularity: popularity } = next;
  return (
    <>
      <p class="picks-quality-words">{words.hits(next.hit_rate, popularity)}</p>
      <p>
        {words.single(next.hit_rate_best_single)} {popularity === null && words.noPopularity}
      </p>
      <p class="picks-quality-quiet">
        {low !== null && high !== null && qualitySays.shown.likely(low, high)} {words.cases(next.n, n_sessions)}{" "}
        {words.rank(next.mrr, next.mrr_best_single)}
      </p>
    </>
  );
}
