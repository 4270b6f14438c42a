/** The what-if form and the address it stands in: every value that differs from the start. */
import type { FeatureRange, Features, PopularityAnswer, PopularityQuestion } from "../records";
import { onStep } from "./features";

export type ArtistCase = PopularityAnswer["artist_case"];

export interface WhatIf {
  /** Only what was changed. */
  readonly changed: Features;
  readonly genre: string;
  readonly artistCase: ArtistCase;
  readonly artist: string;
  readonly popularity: number;
  readonly threshold: number | null;
  /** Its kind of words counts: a remix, a live take. */
  readonly title: string;
  readonly explicit: boolean | null;
}

const GUESS = 50;

export function readWhatIf(query: URLSearchParams, ranges: readonly FeatureRange[]): WhatIf {
  const changed: Record<string, number> = {};
  for (const range of ranges) {
    const value = numberIn(query.get(range.name));
    if (value !== null) changed[range.name] = onStep(range, value);
  }
  const popularity = numberIn(query.get("artist_popularity"));
  const artist = query.get("artist") ?? "";
  return {
    changed,
    genre: query.get("genre") ?? "",
    artistCase: popularity !== null ? "given" : query.has("artist") ? "known" : "unknown",
    artist,
    popularity: Math.min(100, Math.max(0, popularity ?? GUESS)),
    threshold: numberIn(query.get("threshold")),
    title: query.get("title") ?? "",
    explicit: yesOrNo(query.get("explicit")),
  };
}

export function whatIfQuery(form: WhatIf, ranges: readonly FeatureRange[]): Record<string, string | null> {
  const features = ranges.map(({ name }) => [
    name,
    form.changed[name] === undefined ? null : String(form.changed[name]),
  ]);
  return {
    ...Object.fromEntries(features),
    genre: form.genre || null,
    artist: form.artistCase === "known" ? form.artist || null : null,
    artist_popularity: form.artistCase === "given" ? String(form.popularity) : null,
    threshold: form.threshold === null ? null : String(form.threshold),
    title: form.title || null,
    explicit: form.explicit === null ? null : String(form.explicit),
  };
}

export function questionOf(form: WhatIf, start: Features, threshold: number): PopularityQuestion {
  return {
    features: { ...start, ...form.changed },
    genre: form.genre || null,
    artist: form.artistCase === "known" ? form.artist.trim() || null : null,
    artist_popularity: form.artistCase === "given" ? form.popularity : null,
    threshold: form.threshold ?? threshold,
    title: form.title.trim() || null,
    explicit: form.explicit,
  };
}

function yesOrNo(text: string | null): boolean | null {
  if (!text || !/^(true|false)$/i.test(text)) return null;
  return text.toLowerCase() === "true";
}

function numberIn(text: string | null): number | null {
  if (text === null || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
