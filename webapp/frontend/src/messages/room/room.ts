/** Words of the room of songs. */

const count = (n: number): string => n.toLocaleString("en");
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const NAMES: Readonly<Record<string, string>> = {
  tempo: "Tempo",
  loudness: "Loudness",
  brightness: "Brightness",
  noisiness: "Noisiness",
  contrast: "Contrast",
  rhythm_strength: "Rhythm strength",
  year: "Year",
  length: "Length",
  plays: "Plays",
  skip_rate: "Skip rate",
  likes: "Liked",
  popularity: "Popularity",
  danceability: "Danceability",
  energy: "Energy",
  key: "Key",
  mode: "Mode",
  speechiness: "Speechiness",
  acousticness: "Acousticness",
  instrumentalness: "Instrumentalness",
  liveness: "Liveness",
  valence: "Valence",
  time_signature: "Time signature",
  mood: "Mood",
  genre: "Genre",
  trend: "Trend",
  forecast: "Forecast",
  plays_of_week: "Plays of the week",
  plays_around_week: "Plays around the week",
  artist_share: "Tracks by artist",
};

const WHYS: Readonly<Record<string, string>> = {
  liked: "liked",
  rated: "rated highly",
  finished: "heard to its end",
  imported: "heard elsewhere",
  queued: "queued",
};

/** A weight falls with the square of the distance: 0.61 at one width of what counts as like, 0.14 at two. */
export const FAR_BELOW = 0.13;

/** What a quantity means, where its name does not say it. */
const MEANINGS: Readonly<Record<string, string>> = {
  brightness: "Where the middle of the sound's frequencies lies: higher is brighter.",
  noisiness: "How often the sound wave crosses zero: hiss, cymbals and distortion are noisy.",
  contrast: "How far the clear tones stand out from what lies between them.",
  rhythm_strength: "How much of the loudness rises and falls with a beat.",
  trend:
    "How many times as often as in the 84 days before it was played in the last 28: 1 is as often, 2 twice, 0.5 half as often. Two plays are added to either side, so that one play more is no trend.",
  forecast: "Plays to expect in 30 days, by the model of your own listening; only of songs that you have heard.",
};

const plain = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export const roomSays = {
  title: "Room",
  picture: "Room of songs: every point is a track",
  pictureKeys:
    "Arrow keys go around, plus and minus near and far, W A S D and Q E fly. N goes to the next neighbour, P back, Enter flies to what is chosen, Home shows the whole room. X selects what is chosen, Shift X its neighbours as well, Escape selects nothing.",
  loading: "Opening the room",
  none: "There is no map yet",
  noneHint: "The room shows where each track stands among the others. Make the map of your library with:",
  noneCommand: "segue build map",
  empty: "The room is empty",
  badMap: "This map cannot be read",
  badMapHint: "It comes from another version of segue. Load the page again; if that does not help, build the map anew.",
  otherMap: "The map is being made anew just now. Try again in a moment.",
  mapFailed: "The newer map could not be loaded. This is the one from before; some names may be missing.",
  noWebgl:
    "This browser draws nothing in three dimensions here, so the room is shown flat: the same tracks, search and list.",
  lost: "The picture was lost",
  lostHint: "The graphics of this machine took it away. Draw it again, or go on with the flat map.",
  again: "Draw it again",
  tryAgain: "Look again",
  quantity: (name: string): string => NAMES[name] ?? plain(name),
  withUnit: (name: string, unit: string): string => {
    const words = NAMES[name] ?? plain(name);
    return unit && !words.toLowerCase().includes(unit) ? `${words} (${unit})` : words;
  },
  value: (value: number, unit: string): string => {
    const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    const text = unit === "year" || unit === "" ? String(Number(value.toFixed(digits))) : value.toFixed(digits);
    return [text.replace("-", "−"), unit === "year" ? "" : unit].filter(Boolean).join(" ");
  },
  unknown: "not known",
  /** Of a quantity whose unknown values mean something. */
  unknownOf: (name: string): string => (name === "plays_around_week" ? "not played" : "not known"),
  /** At the lowest, middle and highest size. */
  likes: (share: number): string => (share === 1 ? "liked" : share === 0 ? "turned away" : "neither"),
  views: { room: "Room", flat: "Flat", list: "List" },
  viewsLabel: "How to see it",
  search: {
    label: "Find a track in the room",
    hint: "Find a track",
    none: (words: string) => `Nothing found for “${words}”`,
    notHere: "It is not in the map yet.",
    found: "Found in the room",
  },
  overview: "Whole room",
  whereAmI: "Where am I?",
  nowPlaying: "To what plays",
  sound: {
    place: "Hear music from its place",
    on: "Music comes from where it stands. While you stand still, up to three tracks around you play faintly, not counted as plays.",
    off: "Music plays straight on again.",
  },
  moves: {
    label: "Moving",
    nearer: "Nearer",
    farther: "Farther",
    left: "Go round to the left",
    right: "Go round to the right",
  },
  legend: {
    label: "Legend",
    open: "Colours and axes",
    colour: "Colour by",
    size: (n: number, missing: number) =>
      missing > 0 ? `${tracks(n)}, ${count(missing)} not in the map yet` : tracks(n),
    low: "low",
    high: "high",
    unknown: "not known",
    missing: (names: readonly string[]) =>
      `The address asks for ${names.join(", ")}: not known in this library. The room is shown without it.`,
    rest: "The smaller kinds share one colour; near at hand, their shapes tell them apart.",
    learned: "Near means: sounds alike. Directions mean nothing.",
    kept: (kept: number, k: number) =>
      `Of the ${k} nearest in the full sound space, ${percent(kept)} are among the nearest here.`,
    named: "Along an axis, places are values. What has no value stands outside of it.",
    origins: {
      measured: "measured by segue",
      tags: "from the tags",
      listening: "from listening",
      estimated: "estimated by a model",
    } as Readonly<Record<string, string>>,
    meanings: MEANINGS,
    notThere: (command: string) => (command ? `not there yet: ${command}` : "not there yet"),
  },
  axes: {
    label: "Axes",
    learned: "By sound",
    own: "By three quantities",
    right: "To the right",
    up: "Up",
    front: "To the front",
    announced: (names: string) => `The room is arranged by ${names}.`,
    announcedLearned: "The room is arranged by sound.",
  },
  node: {
    label: "The chosen track",
    close: "Close",
    region: (name: string) => `In “${name}”`,
    nowhere: "Between the named parts",
    like: "More like this",
    fly: "Fly there",
    quantities: "What it is like",
    /** Rounded down, for no track is higher than all of them; `n` is null where it was not counted. */
    level: (share: number, n: number | null) => {
      const below = `${Math.min(99, Math.floor(share * 100))} %`;
      return n === null
        ? `higher than ${below} of the tracks with a known value`
        : `higher than ${below} of the ${tracks(n)} with a known value`;
    },
    neighbours: "Nearest to this",
    neighboursHint: (n: number, kept: number) =>
      n === 0
        ? "There is no other track to compare it with."
        : n === 1
          ? `The only other track${kept === 1 ? "" : "; it stands far away in this map"}.`
          : `The ${n} nearest in the full sound space; ${kept} of them also stand near in this map.`,
    closeness: (share: number) => percent(share),
    isFar: "far in the map",
    connections: "Connected by",
    lines: "Lines to show",
    neighbourLines: "Neighbours",
    kinds: {
      artist: "Artist",
      album: "Album",
      label: "Label",
      composer: "Composer",
      writer: "Writer",
      producer: "Producer",
    } as Readonly<Record<string, string>>,
    together: (n: number) => `${count(n)} more`,
    none: "Nothing else in the tags connects it.",
    notThere: "It is not in the map",
    notThereHint: "The map is made again when much is new.",
    next: "Next neighbour",
    previous: "Previous neighbour",
    play: (title: string) => `Play ${title}`,
  },
  own: {
    grab: "Grab: drag a track to a place of your own",
    reset: "Put all back",
    home: "Back to its place",
    put: (title: string) => `“${title}” stands where you put it.`,
    wentHome: (title: string) => `“${title}” is back in its place.`,
    resetDone: (n: number) => `${tracks(n)} went back.`,
  },
  live: {
    line: "Line to your next picks",
    trail: "Trail of this evening",
    taste: "Lights where your taste is: wide for always, close for this evening",
  },
  taste: {
    always: "What stands for your taste",
    evening: "What stands for this evening",
    why: (why: string): string => WHYS[why] ?? "heard",
  },
  knobs: {
    title: "Turn its knobs",
    hint: "Change what it is like, and see where songs like that live.",
    reset: "Back to the track",
    empty: "No song here is like this.",
    like: (n: number) =>
      Math.round(n) <= 1
        ? "One song here is about like this."
        : `${count(Math.round(n))} songs here are about like this.`,
    far: "Even the nearest songs here are far from this.",
    nearest: "Songs nearest to it",
    near: (weight: number) => (weight >= 0.6 ? "very like" : weight >= FAR_BELOW ? "near" : "far"),
    value: (text: string, original: string) => `${text}, the track has ${original}`,
    mood: (name: string, share: number) => `${name} ${percent(share)}`,
    moods: "Mood",
    popularity: (expected: number, low: number, high: number) =>
      `Popularity about ${Math.round(expected)} (between ${Math.round(low)} and ${Math.round(high)})`,
    failed: "The server did not answer; the last ghost stays.",
  },
  list: {
    title: "The same as a list",
    hint: "Every track with those that sound nearest to it. Choose one to go there.",
    regions: "Parts of the room",
    region: (name: string, n: number) => `${name}, ${tracks(n)}`,
    start: "Search for a track, or go to one of these parts.",
    startAtTrack: "Search for a track, or go to one of these.",
    some: "Tracks of the room",
    nearestTo: (name: string) => `Nearest to ${name}`,
  },
  flat: {
    picture: "Flat map of songs, seen from above",
    hint: "Drag to move, wheel or two fingers to come nearer. What is high in the room is not seen here.",
    keys: "Arrow keys move, plus and minus come nearer and go away. N goes to the next neighbour, P back, Enter to what is chosen, Home shows the whole room. X selects what is chosen, Shift X its neighbours as well, Escape selects nothing.",
  },
  said: {
    at: (title: string, artist: string, region: string, n: number) =>
      `${title} by ${artist}. ${region ? `In ${region}. ` : ""}${n === 1 ? "1 neighbour" : `${count(n)} neighbours`}.`,
    between: (names: readonly string[]) =>
      names.length > 1 ? `Between ${names.join(" and ")}` : `In ${names[0] ?? ""}`,
    near: (where: string, n: number, playing: string) =>
      [`${where ? `${where}, ` : ""}${tracks(n)} around.`, playing && `Playing ${playing}.`].filter(Boolean).join(" "),
    nowhere: "Between the named parts",
    about: (values: readonly string[]) => `About ${values.join(", ")}`,
    outside: "Outside of the axes",
  },
  keys: "Drag to go around, wheel for near and far, W A S D to fly, Shift-drag around tracks to select them",
  keysPad:
    "Left stick walks, right stick looks around, triggers go up and down; A chooses what is in the middle, then plays it, B goes back, shoulders to the next neighbour.",
  keysTouch: "Drag with one finger to go around, with two to move and zoom",
  untitled: "…",
} as const;
