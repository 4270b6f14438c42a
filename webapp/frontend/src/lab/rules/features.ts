/** The 13 numbers of a sound as people read them. */
import { song } from "../../messages/lab_song";
import { clockTime } from "../../rules/times";
import type { FeatureRange, Features } from "../records/popularity";
import { figure } from "./numbers";

/** Songs of over a quarter of an hour are rare: the slider would be useless if it went on to the end of the range. */
const LONG_MS = 900_000;

export const featureName = (name: string): string => song.features[name] ?? name.replaceAll("_", " ");

export function reading(name: string, value: number | null | undefined, unit = ""): string {
  if (value == null) return figure(null);
  if (name === "key") return song.keyNames[Math.round(value) + 1] ?? figure(value, 0);
  if (name === "mode") return song.modeNames[Math.round(value)] ?? figure(value, 0);
  if (name === "time_signature") return song.beats(Math.round(value));
  if (name === "duration_ms") return clockTime(value / 1000);
  const digits = name === "tempo" ? 0 : name === "loudness" ? 1 : 2;
  return unit ? `${figure(value, digits)} ${unit}` : figure(value, digits);
}

export function sliderEnd(range: FeatureRange, value: number): number {
  return range.name === "duration_ms" ? Math.min(range.high, Math.max(LONG_MS, value)) : range.high;
}

/** The nearest value that the slider can stand on, and that the server takes. */
export function onStep(range: FeatureRange, value: number): number {
  const held = Math.min(range.high, Math.max(range.low, value));
  const digits = Math.max(0, -Math.floor(Math.log10(range.step || 1)));
  return Number(held.toFixed(digits + 2));
}

export function defaultsOf(ranges: readonly FeatureRange[]): Features {
  return Object.fromEntries(ranges.map((range) => [range.name, range.default]));
}

/** The field that a refusal names, so that its words can stand beside it. */
export function fieldNamed(words: string, names: readonly string[]): string | null {
  return names.find((name) => new RegExp(`\\b${name}\\b`).test(words)) ?? null;
}
