/** Popularity of a song: webapp/lab/answers/popularity.py. */
import type { MoodShare } from "../../api/records";

export type Features = Readonly<Record<string, number>>;

export interface FeatureRange {
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly default: number;
  readonly what: string;
  /** Where 998 of 1,000 training tracks lie. */
  readonly known_low?: number;
  readonly known_high?: number;
}

export interface ReliabilityCurve {
  readonly case: string;
  readonly ece: number;
  readonly points: readonly { readonly confidence: number; readonly accuracy: number; readonly n: number }[];
}

export interface Confusion {
  readonly case: string;
  readonly bands: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export interface PopularityForms {
  readonly features: readonly FeatureRange[];
  readonly genres: readonly string[];
  readonly threshold: number;
  readonly audio_note: string;
  readonly recalibrated_on?: number | null;
  readonly reliability?: readonly ReliabilityCurve[];
  readonly confusion?: readonly Confusion[];
}

export interface Band {
  readonly band: string;
  readonly probability: number;
}

export interface Contribution {
  readonly feature: string;
  readonly value: number | string | null;
  readonly effect: number;
}

export interface PopularityQuestion {
  readonly features: Features;
  readonly genre: string | null;
  readonly artist: string | null;
  readonly artist_popularity: number | null;
  readonly threshold: number;
  readonly title: string | null;
  readonly explicit: boolean | null;
}

export interface PopularityAnswer {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly is_popular: boolean;
  readonly chance_popular: number;
  readonly threshold: number;
  readonly bands: readonly Band[];
  readonly artist_case: "known" | "given" | "unknown";
  readonly artist_popularity: number | null;
  readonly outside: readonly string[];
  readonly contributions: readonly Contribution[];
  readonly base: number;
  readonly mood: { readonly moods: readonly MoodShare[] } | null;
  readonly model: string;
  readonly model_version: string;
  readonly baseline: { readonly model: string; readonly expected: number; readonly bands: readonly Band[] };
}

export interface Curve {
  readonly feature: string;
  readonly unit: string;
  readonly value: number;
  readonly known_low: number;
  readonly known_high: number;
  readonly points: readonly { readonly x: number; readonly expected: number }[];
}

export interface CurvesAnswer {
  readonly curves: readonly Curve[];
}

export interface SongAsked {
  readonly name: string;
  readonly track_id: string | null;
  readonly features: Features | null;
}

export interface HeardFeature {
  readonly name: string;
  readonly value: number;
  readonly how: "measured" | "estimated" | "typed";
  readonly trust: number | null;
  readonly is_weak: boolean;
}

export interface ComparedSong {
  readonly name: string;
  readonly track_id: string | null;
  readonly rank: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly bands: readonly Band[];
  readonly contributions: readonly Contribution[];
  readonly outside?: readonly string[];
  readonly features: readonly HeardFeature[];
}

export interface Comparison {
  readonly items: readonly ComparedSong[];
  /** Row beats column, in the order of `items`. */
  readonly beats: readonly (readonly number[])[];
  readonly base?: number;
  readonly notes: readonly string[];
  readonly model_version: string;
}

export interface SoundFeatures {
  readonly name: string;
  readonly features: readonly HeardFeature[];
}
