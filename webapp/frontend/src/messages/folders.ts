/** Every word about libraries: folders of music, scans, and files that were kept aside. */
import { spokenLength } from "../rules/times";

const count = (n: number): string => n.toLocaleString("en");
const files = (n: number): string => (n === 1 ? "1 file" : `${count(n)} files`);
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);

export const folders = {
  title: "Music folders",
  hint: "Each folder is a library. segue changes no file in it, unless an admin asks for corrected tags to be written.",
  part: "Scan folders again, watch them, add others, say who sees them, and see which files were rejected.",
  open: "Open the music folders",
  everybodys: "Everybody sees it; else only admins, until you choose who does",
  seenBy: (isEverybody: boolean) => (isEverybody ? "Everybody sees it" : "Chosen accounts see it"),
  onlyAdmins: "Only admins see this page.",
  list: "Libraries",
  none: "No library yet",
  noneHint: "Add the folder that your music is in, below, or by a command:",
  noneCommand: "segue ingest ~/Music",
  outside: "Some music is in no library and is not looked after. Add its folder, or run `segue ingest` with it once.",
  counts: (n: number, missing: number) => (missing ? `${tracks(n)}, ${count(missing)} missing` : tracks(n)),
  rejected: (n: number) => `${count(n)} rejected`,
  never: "never scanned",
  last: {
    done: (when: string, fresh: number) => `scanned ${when}${fresh ? `, ${count(fresh)} new` : ""}`,
    stopped: (when: string) => `scan stopped ${when}`,
    failed: (when: string) => `scan failed ${when}`,
  },
  rescan: "Rescan",
  rescanLabel: (name: string) => `Rescan ${name}`,
  stop: "Stop",
  stopLabel: (name: string) => `Stop the scan of ${name}`,
  watch: "Watch for changes",
  watchLabel: (name: string) => `Watch ${name} for changes`,
  rename: "Rename",
  renameLabel: (name: string) => `Rename ${name}`,
  newName: (name: string) => `New name of ${name}`,
  save: "Save",
  cancel: "Cancel",
  remove: "Remove",
  removeLabel: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeWords: (n: number) =>
    `Its ${tracks(n)} will be missing from the library. No file is touched, and what was analysed stays: add the folder again and they are back.`,
  keep: "Keep",
  removed: (name: string) => `${name} is removed.`,
  add: "Add a folder",
  path: "Folder on the server",
  pathHint: "The whole path, such as /music.",
  name: "Name",
  nameHint: "Left empty: the folder’s own.",
  addButton: "Add",
  added: (name: string) => `${name} is added.`,
} as const;

export const scanning = {
  waiting: "Waits for its turn",
  restWaits: "Its tracks are listed; the analysis of the rest waits for its turn",
  notTaken: "Nothing has begun it. Scans are done by",
  schedule: "segue schedule",
  reading: "Reading the folder …",
  stopping: "Stopping …",
  listing: (opened: number, all: number) => `${count(opened)} of ${files(all)} read`,
  listed: (all: number) => `${files(all)} listed`,
  analysed: (done: number, all: number) => `${count(done)} of ${tracks(all)} analysed`,
  rate: (perSecond: number) => `${perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond))} a second`,
  nothing: (found: number) => `${files(found)}, nothing has changed`,
  rejected: (n: number) => `${count(n)} rejected`,
  left: (seconds: number) => (seconds < 60 ? "less than a minute left" : `${spokenLength(seconds)} left`),
  label: (name: string) => `Scan of ${name}`,
  ended: {
    done: (name: string, fresh: number) => `${name} is scanned: ${fresh ? tracks(fresh) : "nothing"} new.`,
    listed: (name: string, found: number, done: number, all: number) =>
      `${name}: ${files(found)} listed, ${count(done)} of ${tracks(all)} analysed; the rest follows.`,
    stopped: (name: string) => `The scan of ${name} is stopped.`,
    failed: (name: string) => `The scan of ${name} failed.`,
  },
} as const;

export const aside = {
  title: "Rejected files",
  hint: "They are no music as they are. A file that changes is tried again by itself.",
  none: "No file is rejected.",
  list: "Rejected files",
  inLibrary: (name: string) => `in ${name}`,
  outside: "in no library",
  retry: "Retry",
  retryLabel: (path: string) => `Retry ${path}`,
  retryAll: (n: number) => (n === 1 ? "Retry it" : `Retry all ${count(n)}`),
  more: "Show more",
  retried: (n: number) => `${files(n)} will be tried again.`,
  outsideToo: (n: number) => `${files(n)} in no library cannot be tried again from here.`,
} as const;
