/** What a listener likes, rates and has heard. */

const plays = (n: number): string => (n === 1 ? "1 play" : `${n.toLocaleString("en")} plays`);

export const ownSays = {
  plays,
  columns: { plays: "Plays", last_played: "Played" },
  neverPlayed: "never",
  rating: "Your stars",
  stars: (n: number) => (n === 1 ? "1 star" : `${n} stars`),
  rated: (title: string, n: number) =>
    n === 0 ? `“${title}” has no stars now.` : `“${title}”: ${n === 1 ? "1 star" : `${n} stars`}.`,
  like: (name: string) => `Like ${name}`,
  unlike: (name: string) => `Take the like of ${name} back`,
  notKept: "The like could not be kept: the server does not answer. Try again.",
  show: "Show",
  liked: {
    title: "Liked",
    parts: { tracks: "Tracks", albums: "Albums", artists: "Artists" },
    none: {
      tracks: "No track is liked yet",
      albums: "No album is liked yet",
      artists: "No artist is liked yet",
    },
    hint: {
      tracks: "The heart of a track puts it here, and tells your picks.",
      albums: "The heart on the page of an album puts it here.",
      artists: "The heart on the page of an artist puts them here.",
    },
  },
  history: {
    parts: { recent: "Recent", most: "Most played", rediscover: "Rediscover", never: "Never played" },
    windows: { week: "7 days", month: "30 days", quarter: "90 days", year: "A year", all: "Ever" },
    window: "Of which time",
    more: "Show older plays",
    none: "Nothing was played yet",
    noneHint: "What is heard for half a minute or to its end stands here.",
    noneThen: "Nothing was played in this time",
    noneThenHint: "Choose a longer time above.",
    rediscoverHint: "Loved, and not heard for three months.",
    noRediscoveries: "Nothing to rediscover yet",
    noRediscoveriesHint:
      "What you like, rate highly or play often comes here when you have not heard it for three months.",
    nothingNew: "Every track of the library was played",
    nothingNewHint: "What comes new into the library stands here until it is played.",
  },
  home: {
    recent: "Recently played",
    liked: "Liked",
    made: "Made for you",
    added: "New in the library",
    back: (row: string) => `Back in ${row}`,
    on: (row: string) => `On in ${row}`,
  },
  track: { plays: "Plays", last: "Last played", first: "First played" },
} as const;
