/** Words of the menus of what holds tracks, and of rows that are chosen. */

const tracks = (n: number): string => (n === 1 ? "1 track" : `${n.toLocaleString("en")} tracks`);

export const menuSays = {
  label: (name: string) => `Menu of ${name}`,
  tracksLabel: (n: number) => (n === 1 ? "Track" : `Menu of ${tracks(n)}`),
  shuffle: "Shuffle",
  open: "Open",
  like: "Like",
  chosen: (n: number) => `${n.toLocaleString("en")} selected`,
  chosenLabel: "Selected",
  chosenMenu: "Menu of what is selected",
  chosenEnd: "Select nothing",
  select: "Select",
  unselect: "Select no longer",
  empty: (name: string) => `There is no track in “${name}”.`,
  onlyFirst: (n: number, of: number) => `Only the first ${n.toLocaleString("en")} of ${tracks(of)} were taken.`,
  liked: (n: number) => `${tracks(n)} liked.`,
  likedAlready: "All of them are liked already.",
  inCommon: "Smart playlist of what these have in common",
  inCommonTitle: "What they have in common",
  inCommonFacts: (n: number, of: number, all: number) =>
    `${n === of ? `All ${tracks(of)}` : `${n.toLocaleString("en")} of ${tracks(of)}`} fit these rules, and ${tracks(all)} of the library. Nothing is kept until you make it.`,
  tooFew: "One track has nothing in common with others: choose at least two.",
  removeFromQueue: "Remove from the queue",
  moveUp: "Move up",
  moveDown: "Move down",
  toTop: "Move to the top",
} as const;

export const exportSays = {
  exportAs: "Export",
  exportLabel: "Export as a file",
  formats: { m3u8: "M3U8, for most players", xspf: "XSPF", jspf: "JSPF" },
} as const;
