/** Moods, where tracks are and where one plays by them. */
import type { MoodName } from "../api/records";

export const MOODS: readonly MoodName[] = ["Happy", "Energetic", "Calm", "Sad"];

export const moodNames: Readonly<Record<MoodName, string>> = {
  Happy: "Happy",
  Sad: "Sad",
  Energetic: "Energetic",
  Calm: "Calm",
};

export const moodSays = {
  title: "Mood",
  of: (name: string, share: number) => `${name} ${Math.round(share * 100)} %`,
  filter: "Mood",
  all: "Any mood",
  none: (name: string) => `No track of the library is mostly ${name.toLowerCase()}`,
  noneYet: "No track has a mood yet",
  noneHint: "Every track is listened to once, with the models of descriptors and mood:",
  command: "segue build moods",
  play: (name: string) => `Play ${name.toLowerCase()}`,
  radio: (name: string) => `${name} radio`,
  stop: (name: string) => `Stop ${name.toLowerCase()} radio`,
  started: (name: string) => `${name} radio: what comes next stays ${name.toLowerCase()}.`,
  nothing: (name: string) => `There is nothing ${name.toLowerCase()} to play yet.`,
  failed: "The radio could not start: the server does not answer.",
  home: "Play by mood",
  whatIf: "What if?",
} as const;

/** Radio of something else than a mood. */
export const radioSays = {
  radio: (name: string) => `Radio: ${name}`,
  stop: (name: string) => `Stop Radio: ${name}`,
  started: (name: string) => `Radio: what comes next stays like “${name}”, and never ends.`,
  nothing: (name: string) => `There is nothing like “${name}” to play.`,
  play: "Radio",
  of: (name: string) => `Radio of ${name}`,
  menu: "Radio of this",
} as const;
