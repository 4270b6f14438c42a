/** Words of how the music goes: shuffle, repeat, the sleep timer and the speed. */
import type { Repeating } from "../rules/playing/repeating";
import type { Shuffling } from "../rules/playing/shuffle";
import type { Sort } from "../rules/playing/speeds";

const speed = (times: number): string => `${times}×`;

export const listeningSays = {
  disc: (number: number) => `Disc ${number}`,
  top: "Your most played",
  alikeArtists: "Artists that sound alike",
  panelParts: { queue: "Queue", picks: "Next for you" } as const,
  panelLabel: "Queue and picks",
  shuffleAll: "Shuffle",
  playAll: "Play",
  shuffle: { off: "Shuffle: off", tracks: "Shuffle: by track", albums: "Shuffle: by album" } as Readonly<
    Record<Shuffling, string>
  >,
  albumsMark: "Albums",
  repeat: { off: "Repeat: off", all: "Repeat: all", one: "Repeat: this track" } as Readonly<Record<Repeating, string>>,
  options: "Sleep timer and speed",
  sleep: "Stop playing",
  never: "Not by itself",
  afterTrack: "After this track",
  inMinutes: (minutes: number) => `In ${minutes} min`,
  left: (minutes: number) => `${minutes} min`,
  leftLabel: (minutes: number) => `Stops in ${minutes} min`,
  trackMark: "Last one",
  stopsAfter: "Stops after this track.",
  stopsNot: "Plays on after this track.",
  slept: "The sleep timer stopped the music.",
  speedOf: { spoken: "Speed of what is spoken", music: "Speed of music" } as Readonly<Record<Sort, string>>,
  speed,
  speedNow: (times: number) => `Speed ${speed(times)}`,
} as const;
