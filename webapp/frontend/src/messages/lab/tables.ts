/** What the lab says where a table can be sent to learn from. */

export const tables = {
  title: (topic: string) => `Learn from a table: ${topic}`,
  choose: "Choose a table",
  another: "Choose another table",
  needs: {
    charts:
      "Weekly charts with rank, track, artist and the week, or a date in the file’s name as in Spotify’s own. CSV or Parquet.",
    popularity:
      "Songs with artists, popularity (0-100) and the thirteen audio features, as in public tables of Spotify’s tracks. CSV or Parquet.",
    releases: "Releases with artist and date or year, and the album where known. CSV or Parquet.",
    mood: "Songs with artist, audio features and mood (Happy, Sad, Energetic or Calm). CSV.",
  } as Readonly<Record<string, string>>,
  limit: (megabytes: string) => `At most ${megabytes} MB.`,
  tooLarge: (name: string, megabytes: string) => `${name} is larger than ${megabytes} MB.`,
  sending: (name: string, share: string) => `Sending ${name}: ${share}`,
  cancel: "Cancel",
  waiting: (name: string) => `${name} is here and waits for its turn.`,
  notTaken: "Nothing has taken it up yet. `segue demo` does by itself; elsewhere this does:",
  schedule: "segue schedule",
  training: (name: string, step: string) => (step ? `Learning from ${name}: ${step}` : `Learning from ${name}`),
  published: (name: string) => `Learnt from ${name}.`,
  soon: "The new model answers in a few seconds.",
  "not better": (name: string) => `Learnt from ${name}, but the model in use is better and stays.`,
  failed: (name: string) => `${name} cannot be learnt from.`,
  sendFailed: (name: string) => `${name} was not sent.`,
} as const;
