/** Words of the analyst's room: sizes, weeks, the table and the picture. */
import { roomSays } from "./room";

const count = (n: number): string => n.toLocaleString("en");
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);
const plays = (n: number): string => (n === 1 ? "1 play" : `${count(n)} plays`);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const day = (at: Date): string =>
  at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const analystSays = {
  label: "Views of this room",
  size: {
    by: "Size by",
    none: "All alike",
    title: (name: string, unit: string) => `Size: ${roomSays.withUnit(name, unit)}`,
    hint: "The area grows with the value.",
    unknown: "not known",
  },
  weeks: {
    open: "Weeks",
    label: "Weeks of your listening",
    close: "Close the weeks",
    loading: "Reading your weeks",
    failed: "Your weeks could not be read.",
    again: "Try again",
    none: "Nothing of this room was played in the last 104 weeks.",
    slider: "Week",
    play: "Let the weeks run",
    pause: "Pause",
    next: "Next week",
    previous: "Week before",
    still: "Your system asks for less motion, so the weeks do not run by themselves.",
    of: (monday: Date, sunday: Date) => `${day(monday)} to ${day(sunday)}`,
    title: "Plays around this week",
    hint: "Smoothed: this week counts half, the weeks before and after it a quarter each. What is grey and small was not played.",
    path: "The points are the middle of your plays in the last 12 weeks.",
    elsewhere: (n: number) => `${plays(n)} of tracks that are not in the map yet are left out.`,
    nothing: "Nothing was played in this week.",
    count: (n: number) => `${plays(n)} in this week.`,
    nowhere: "in no named part above all",
    part: (name: string) => `in “${name}”`,
    stayed: (where: string, share: number) => `Listening stayed ${where}: ${percent(share)} of the plays around it.`,
    moved: (from: string, where: string, share: number) =>
      `Listening moved: it was ${from} before, now ${percent(share)} of the plays around it are ${where}.`,
    began: (where: string, share: number) => `Listening began ${where}: ${percent(share)} of the plays around it.`,
    announced: (dates: string, move: string) => `${dates}. ${move}`,
  },
  picture: {
    short: "Picture",
    save: "Save the picture",
    failed: "The picture could not be saved.",
    colour: (words: string) => `Colour: ${words}`,
    size: (words: string) => `Size: ${words}`,
    axes: (names: readonly string[]) => `Axes: ${names.join(", ")}`,
    range: (low: string, high: string) => `${low} to ${high}`,
    footer: (n: number, at: Date) => `${tracks(n)} · ${day(at)} · segue`,
    learned: "Near means: sounds alike.",
  },
  table: {
    open: "Table",
    label: "The room as a table",
    close: "Close the table",
    which: "Rows",
    all: "All tracks",
    selected: (n: number) => `Selected tracks (${count(n)})`,
    seen: "What is in the picture",
    look: "Take what is in the picture now",
    region: (name: string, n: number) => `${name} (${count(n)})`,
    column: "Add a column",
    pick: "Add a column …",
    remove: (name: string) => `Take away ${name}`,
    track: "Track",
    rows: (n: number) => tracks(n),
    sorted: (name: string, isFalling: boolean, isWords: boolean) => {
      const order = isWords
        ? isFalling
          ? "from Z to A"
          : "from A to Z"
        : isFalling
          ? "highest first"
          : "lowest first";
      return `Sorted by ${name}, ${order}; what is not known is last.`;
    },
    more: (n: number) => `Show ${n} more`,
    csv: "CSV",
    csvOf: (n: number) => (n === 1 ? "Save the track as CSV" : `Save all ${tracks(n)} as CSV`),
    failed: "The table could not be read.",
    again: "Try again",
    choose: (title: string) => `Go to ${title}`,
    none: (isOfSelected: boolean) => (isOfSelected ? "Nothing is selected." : "Nothing is in the picture."),
  },
} as const;
