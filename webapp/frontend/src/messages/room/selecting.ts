/** Words for choosing several tracks in the room. */

const count = (n: number): string => n.toLocaleString("en");
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);

export const selectingSays = {
  label: "Selected tracks",
  mode: "Select: press tracks, or draw around them",
  selected: (n: number) => `${tracks(n)} selected`,
  onlySome: (n: number, of: number) =>
    `${tracks(n)} selected: of ${count(of)} inside no more fit. Come nearer, or draw around fewer.`,
  none: "Nothing is selected.",
  add: (title: string) => `Select ${title}`,
  play: "Play what is selected",
  queue: "Add what is selected to the queue",
  playlist: "Add what is selected to a playlist",
  like: "Like what is selected",
  clear: "Select nothing",
  unreachable: "The server did not say which tracks these are. Try again in a moment.",
} as const;
