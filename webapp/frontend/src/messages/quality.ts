/** Words of the page of how good the picks are. */

const count = (n: number): string => n.toLocaleString("en");
const picks = (n: number): string => (n === 1 ? "1 pick" : `${count(n)} picks`);

/** A share as so many of a hundred; never none or all unless it is. */
export function ofHundred(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 0 && share > 0) return "fewer than 1";
  if (whole === 100 && share < 1) return "more than 99";
  return String(whole);
}

const was = (n: string): string => (/(^| )1$/.test(n) ? "was" : "were");

export const qualitySays = {
  title: "How good are these picks?",
  lead: "All listeners of this player together; nobody is named.",
  counted: (time: string) => `Counted at ${time}; after five minutes it is counted again.`,
  within: (hours: number) =>
    hours >= 48 ? `the last ${hours / 24} days` : hours > 1 ? `the last ${hours} hours` : "the last hour",
  shown: {
    title: "What listeners did",
    none: (within: string) => `No picks were in view in ${within}.`,
    noneHint:
      "What “Next for you” shows is counted as soon as half of a pick was in view for a second, and so is what comes of it.",
    of: (n: number, nListeners: number, within: string) =>
      `${picks(n)} ${n === 1 ? "was" : "were"} in view in ${within}, of ${nListeners === 1 ? "1 listener" : `${count(nListeners)} listeners`}.`,
    shorter: "So much happened that no longer time is counted.",
    /** Of a hundred, or of as many as there were where those are few. */
    sentences: {
      plays: (of: string, done: string) => `Of ${of} picks that were in view here, ${done} ${was(done)} played.`,
      finishes: (of: string, done: string) => `Of ${of} that were played, ${done} ${was(done)} heard to the end.`,
      early_skips: (of: string, done: string) =>
        `Of ${of} that were played, ${done} ${was(done)} skipped in the first 30 seconds.`,
      likes: (of: string, done: string) => `Of ${of} that were in view, ${done} ${was(done)} liked.`,
    },
    hundred: "100",
    counts: (done: number, n: number) => `${count(done)} of ${count(n)}.`,
    likely: (low: number, high: number) => `Likely between ${ofHundred(low)} and ${ofHundred(high)} of 100.`,
    few: "That is too few to say much.",
    count,
    noPlays: "None of them was played yet, so nothing is known of what was heard to the end or skipped.",
    likelyHint:
      "“Likely” is the 95 % interval of Wilson. Picks of one listener resemble each other, so the truth is less certain than it says.",
    bySource: "By what carries the pick",
    byPlace: "By place in the list",
    columns: {
      source: "Carried by",
      place: "Place",
      n: "In view",
      plays: "Played",
      finishes: "Heard to the end",
      early_skips: "Skipped early",
      likes: "Liked",
    },
    cellHint:
      "Of 100 each, with the likely span. Grey with a number: only so many, too few to say much. The first place has more plays also because the music goes on with it by itself.",
    cell: (share: number, low: number, high: number) => `${ofHundred(share)} (${ofHundred(low)} to ${ofHundred(high)})`,
    cellNone: "none played",
    cellFew: (n: number) => `only ${count(n)}`,
    sources: {
      fresh: "nothing but chance: new here, or not heard for a while",
      mood: "the mood you asked for",
      unknown: "not told by the page",
    } as Readonly<Record<string, string>>,
  },
  sessions: {
    title: "What comes next",
    none: "How well the next track of a session is foreseen is not known yet: it is measured when sessions are built.",
    noneCommand: "segue build sessions",
    few: (n: number) =>
      `${n === 1 ? "1 session was" : `${count(n)} sessions were`} listened to so far: too few to measure by.`,
    hits: (share: number, popularity: number | null) =>
      `The next track of a session is among the first twenty in ${ofHundred(share)} of 100 cases${
        popularity === null ? "" : `; by popularity alone in ${ofHundred(popularity)}`
      }.`,
    single: (share: number) => `The best single rule reaches ${ofHundred(share)}.`,
    noPopularity: "What popularity alone reaches was not measured with this version.",
    rank: (mrr: number, single: number) =>
      `Mean of 1/place (MRR@20): ${mrr.toFixed(3)}; of the best single rule ${single.toFixed(3)}.`,
    cases: (n: number, nSessions: number) =>
      `Measured on ${n === 1 ? "1 case" : `${count(n)} cases`} of the newest listening; ${count(nSessions)} sessions are known.`,
    isServed: "The picks follow it.",
    isNotServed: "The picks do without it: popularity does as well, or there are no sessions.",
  },
  index: {
    title: "What sounds alike",
    none: "What sounds alike is not known yet: it is measured when the index is built.",
    noneCommand: "segue build index",
    recall: (share: number, n: number) =>
      `Of 100 tracks that are truly closest in sound, ${ofHundred(share)} ${was(ofHundred(share))} found, in ${
        n === 1 ? "1 track" : `${count(n)} tracks`
      }.`,
    noRecall: "How many of the closest tracks are found was not measured with this version.",
    learned: (share: number, without: number) =>
      `For artists it has not learned from, ${ofHundred(share)} of 100 closest tracks are of the same artist; ${ofHundred(without)} without what it learned.`,
    isUsed: "So it uses what it learned.",
    isNotUsed: "That may be chance, so it does not use what it learned.",
    notLearned: "Too few artists have tags to learn from, so nothing was learned from them.",
  },
  made: (version: string, day: string) => `Version ${version}, made ${day}.`,
} as const;
