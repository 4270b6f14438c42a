/** The 13 numbers of a sound as people read them. */
import { song } from "../../messages/lab/song";
import { clockTime } from "../../rules/times";
import { figure } from "../parts/numbers";
import type { FeatureRange, Features } from "../records";

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

const CHOICES: readonly string[] = ["key", "mode", "time_signature"];

/** The values of a feature that is chosen and not slid along. */
export function choicesOf({ name, low, high }: FeatureRange): readonly number[] | null {
  if (!CHOICES.includes(name)) return null;
  return Array.from({ length: Math.round(high - low) + 1 }, (_, at) => Math.round(low) + at);
}

export const isLength = (name: string): boolean => name === "duration_ms";

export const exactText = (name: string, value: number): string =>
  isLength(name) ? clockTime(value / 1000) : String(Number(value.toFixed(3)));

/** What somebody typed as a value: seconds or m:ss for a length; null when it is none. */
export function typedValue(name: string, text: string): number | null {
  const parts = text.trim().split(":").map(Number);
  if (text.trim() === "" || parts.some((part) => !Number.isFinite(part))) return null;
  if (isLength(name)) return 1000 * parts.reduce((sum, part) => 60 * sum + part, 0);
  return parts.length === 1 ? (parts[0] ?? null) : null;
}

/** Where nearly all songs fill less than half of what is possible (duration), a slider over all of it would be useless. */
export function sliderEnds(range: FeatureRange, value: number): readonly [low: number, high: number] {
  const { low, high, known_low, known_high } = range;
  const known = known_high - known_low;
  if (high - low <= 2 * known) return [low, high];
  const room = known / 4;
  const [from, to] = [Math.max(low, known_low - room), Math.min(high, known_high + room)];
  return [onGrid(range, Math.min(from, value)), onGrid(range, Math.max(to, value))];
}

const onGrid = ({ low, step }: FeatureRange, value: number): number =>
  Number((low + Math.round((value - low) / step) * step).toFixed(6));

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
