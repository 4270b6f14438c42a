/** Words of a wish: what a song is like whose knobs were turned. */

/** What more and less of each knob is called, after "but". */
const WORDS: Readonly<Record<string, readonly [more: string, less: string]>> = {
  tempo: ["faster", "slower"],
  loudness: ["louder", "quieter"],
  brightness: ["brighter", "darker"],
  noisiness: ["noisier", "cleaner"],
  contrast: ["with more contrast", "with less contrast"],
  rhythm_strength: ["with a stronger rhythm", "with a gentler rhythm"],
  danceability: ["more danceable", "less danceable"],
  energy: ["more energetic", "calmer"],
  valence: ["happier", "sadder"],
  acousticness: ["more acoustic", "less acoustic"],
  instrumentalness: ["more instrumental", "less instrumental"],
  speechiness: ["with more speech", "with less speech"],
  liveness: ["more live", "less live"],
};

const all = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");

export const wishSays = {
  more: (name: string): string => WORDS[name]?.[0] ?? `more ${name.replaceAll("_", " ")}`,
  less: (name: string): string => WORDS[name]?.[1] ?? `less ${name.replaceAll("_", " ")}`,
  like: (title: string, changes: readonly string[]): string =>
    changes.length > 0 ? `${title}, but ${all(changes)}` : title,
  play: "Play the songs nearest to it",
  queue: "Add these songs to the queue",
  playlist: "Keep these songs as a playlist",
  radio: (name: string): string => `Radio of “${name}”`,
  nextWeek: (chance: number, chart: string, week: string): string =>
    `As it is, the track stands in the top 50 of ${chart} in ${week} with a chance of ${Math.round(chance * 100)} %. No model tells that of a song that does not exist.`,
  nearChance: (near: string, chance: number): string => `${near}, next week ${Math.round(chance * 100)} %`,
  ownChart: "what is played here",
  chart: (name: string): string => `“${name}”`,
} as const;
