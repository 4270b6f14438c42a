/** A made-up library by its moods. */
import type { LibraryMoods } from "../../api/records";

export const SAMPLE_MOODS: LibraryMoods["moods"] = [
  { mood: "Happy", n_tracks: 212 },
  { mood: "Energetic", n_tracks: 164 },
  { mood: "Calm", n_tracks: 118 },
  { mood: "Sad", n_tracks: 71 },
];
