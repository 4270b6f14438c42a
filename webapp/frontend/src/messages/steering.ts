/** Words of steering: where the picks go, and the listener's own limits for them. */

const days = (n: number): string => (n === 1 ? "1 day" : `${n} days`);
const tracks = (n: number): string => (n === 1 ? "1 track" : `${n} tracks`);

const towards = (low: string, high: string) => (place: number) =>
  place === 0 ? "neutral" : `${Math.abs(place)} % towards ${place < 0 ? low : high}`;

export const steerSays = {
  title: "Steer",
  isOn: "on",
  familiarity: { label: "Known or new", low: "Known", high: "New", at: towards("known", "new") },
  energy: { label: "Calm or loud", low: "Calm", high: "Loud", at: towards("calm", "loud") },
  neutral: (label: string) => `Back to the middle: ${label}`,
  noEnergy: "How calm or loud the tracks are is not known yet; `segue build moods` describes the library.",
  picks: "Picks",
  halfLife: "Half-life of a liking (days)",
  halfLifeHint: (n: number) => `After so long a play or a like weighs half. Here by default: ${days(n)}.`,
  artistCap: "Tracks of one artist in ten",
  artistCapHint: (n: number) => `In the picks and in lists that segue makes. Here by default: ${tracks(n)}.`,
  number: (low: number, high: number) => `A whole number from ${low} to ${high}; it stays as it was.`,
  toDefault: "Back to default",
  toDefaultOf: (label: string) => `Back to default: ${label}`,
} as const;
