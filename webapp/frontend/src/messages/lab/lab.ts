/** What every page of the lab says. */

const count = (n: number): string => n.toLocaleString("en");

/** For what cannot learn from what segue keeps. */
const FIRST_STEPS: Readonly<Record<string, string>> = {
  popularity: "segue train popularity FILE",
  mood: "segue fetch lab",
  descriptors: "segue fetch lab",
};

export const lab = {
  title: "Lab",
  label: "Pages of the lab",
  intro: "Four questions people really ask of music, each with how far to trust the answer.",
  pages: {
    "": "Overview",
    charts: "Next week",
    single: "Single",
    predict: "What if",
    streams: "Streams",
    year: "Year & mood",
    models: "Models",
  } as Readonly<Record<string, string>>,
  topics: {
    charts: "Next week’s chart",
    popularity: "Popularity of a song",
    streams: "My streams",
    releases: "An artist’s year",
    mood: "A song’s mood",
    descriptors: "What a sound is like",
  } as Readonly<Record<string, string>>,
  questions: {
    charts: "Which songs will be on the chart next week?",
    popularity: "Which song of my album should be the single?",
    streams: "How often will I play this song?",
    releases: "How much will this artist release in a year?",
    mood: "Is it happy, sad, energetic or calm?",
    descriptors: "How dancey, happy or acoustic does a recording sound?",
  } as Readonly<Record<string, string>>,
  open: (page: string) => `Open ${page}`,
  baseline: "Baseline",
  rowsName: "Rows",
  upTo: "Data up to",
  version: "Version",
  topicsLabel: "Questions",
  topicName: "Question",
  noModel: "No model yet",
  noModelHint: "Train one, and this page answers as soon as it is there:",
  notReadyHint: "This cannot be answered yet.",
  trainCommand: (topic: string) => FIRST_STEPS[topic] ?? `segue train ${topic}`,
  sample: {
    title: "Sample answer",
    hint: "Nothing was trained here yet, so these songs are made up. Your own answers come after:",
    see: "See a sample answer",
  },
  plain: {
    overlap: (named: string, of: string, copied: string) =>
      `${named} of ${of} named; copying this week names ${copied}.`,
    accuracy: (right: string, simple: string) => `${right} of 100 songs named right; the simple guess gets ${simple}.`,
    explained: (share: string, simple: string) =>
      `${share} of the differences are explained; the simple guess explains ${simple}.`,
    less: (share: string) => `It errs ${share} less than the simple guess.`,
    notLess: "It errs no less than the simple guess.",
  },
  badInput: "This cannot be answered",
  notFound: "Not found",
  tooLittle: "Nothing to show",
  quality: {
    title: "How good is this?",
    loading: "Reading the evaluation",
    none: "No evaluation yet: it comes with the first model.",
    better: (metric: string, score: string, baseline: string) =>
      `${metric}: ${score}. The simple baseline reaches ${baseline}, so the model is better.`,
    same: (metric: string, score: string, baseline: string) =>
      `${metric}: ${score}. The simple baseline reaches ${baseline}, so the model is no better than it.`,
    alone: (metric: string, score: string) => `${metric}: ${score}. There is no baseline to hold beside it.`,
    measuredOn: (rows: string, cutoff: string) => `Made of ${rows} rows, the newest of ${cutoff}.`,
    made: (version: string, day: string, lasted: string) => `Version ${version}, made on ${day} in ${lasted}.`,
    protocol: "How it was measured",
    findings: "What follows from it",
    table: "Every figure",
    interval: "95 % interval",
    columns: { metric: "Measure", model: "Model", value: "Value", interval: "95 % interval", n: "n" },
  },
  metrics: {
    "overlap@50": "share of next week’s top 50 that was named",
    "overlap@10": "share of next week’s top 10 that was named",
    "r2, unknown artist": "share of the differences in popularity that is explained, unknown artist (R²)",
    "log loss, own rows": "log loss on your own rows (lower is better)",
    "log r2": "share of the differences in plays that is explained, on a log scale (R²)",
    mean_r2: "share of the differences that is explained, mean of the seven descriptors (R²)",
    "poisson deviance": "deviance of the counts (lower is better)",
    accuracy: "share of songs whose mood is named right",
  } as Readonly<Record<string, string>>,
  table: {
    csv: "CSV",
    json: "JSON",
    csvOf: (name: string) => `Save ${name} as CSV`,
    jsonOf: (name: string) => `Save ${name} as JSON`,
    more: (n: number) => `Show all ${count(n)}`,
    less: "Show fewer",
  },
  chart: {
    png: "PNG",
    pngOf: (name: string) => `Save ${name} as PNG`,
    failed: "The chart could not be drawn; the figures stand below.",
  },
  model: (name: string, version: string) => `Model ${name}, version ${version}`,
} as const;
