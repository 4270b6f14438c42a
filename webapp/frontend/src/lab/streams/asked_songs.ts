/** The running top list of what was asked; kept in this browser. */
import { signal } from "@preact/signals";
import { save, saved } from "../../state/saved";
import type { StreamsAnswer } from "../records";
import type { ExpectedPlays } from "./play_columns";

export interface AskedSong extends ExpectedPlays {
  readonly chance: number;
  readonly baseline: number;
}

const MAX_SONGS = 50;

export const askedSongs = signal<readonly AskedSong[]>(saved<AskedSong[]>("lab.asked", []));

export function keepAnswer(answer: StreamsAnswer): void {
  put(withAnswer(askedSongs.peek(), answer));
}

export const forgetAsked = (): void => put([]);

/** The most expected plays first; asking again replaces the older answer. */
export function withAnswer(list: readonly AskedSong[], answer: StreamsAnswer): readonly AskedSong[] {
  const { match, expected_plays, low, high, chance_any, baseline } = answer;
  const others = list.filter((each) => each.title !== match.title || each.artist !== match.artist);
  const one = {
    title: match.title,
    artist: match.artist,
    track_id: match.track_id,
    expected: expected_plays,
    low,
    high,
    chance: chance_any,
    baseline: baseline.expected_plays,
  };
  return [...others, one].sort((a, b) => b.expected - a.expected).slice(0, MAX_SONGS);
}

function put(list: readonly AskedSong[]): void {
  askedSongs.value = list;
  save("lab.asked", list);
}
