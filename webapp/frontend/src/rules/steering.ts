/** Where the picks are steered: the server's word, and what this browser did since. */
import type { Steering } from "../api/records";
import { ON_ITS_WAY_MS } from "./opinions";

export const MIN_HALF_LIFE_DAYS = 1;
export const MAX_HALF_LIFE_DAYS = 365;
export const MIN_ARTIST_CAP = 1;
export const MAX_ARTIST_CAP = 10;

export interface SteeringChange {
  readonly steering: Steering;
  readonly at_ms: number;
}

const NAMES = ["familiarity", "energy", "half_life_days", "artist_cap"] as const;

/** Change a part; null leaves it as the server is set, and so does not stand in it. */
export function withPart(steering: Steering, part: Steering): Steering {
  const whole = { ...steering, ...part };
  return Object.fromEntries(NAMES.flatMap((name) => (whole[name] == null ? [] : [[name, whole[name]]])));
}

export const isSameSteering = (one: Steering, other: Steering): boolean =>
  NAMES.every((name) => (one[name] ?? null) === (other[name] ?? null));

/** What of this browser is not in the server's word yet; what has long arrived, or just has, is not waited for. */
export function steeringOnItsWay(change: SteeringChange | null, told: Steering, now_ms: number): SteeringChange | null {
  if (change === null || now_ms - change.at_ms >= ON_ITS_WAY_MS || isSameSteering(change.steering, told)) return null;
  return change;
}

/** Places of a slider in percent: -100 and 100 are its ends, 0 is neutral. */
export const placeOfFamiliarity = ({ familiarity }: Steering): number =>
  Math.round((1 - 2 * (familiarity ?? 0.5)) * 100);
export const familiarityAt = (place: number): number | null => (place === 0 ? null : (1 - place / 100) / 2);
export const placeOfEnergy = ({ energy }: Steering): number => Math.round((energy ?? 0) * 100);
export const energyAt = (place: number): number | null => (place === 0 ? null : place / 100);

/** A whole number in a field; null when it is none, or out of bounds. */
export function wholeIn(text: string, low: number, high: number): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : null;
}
