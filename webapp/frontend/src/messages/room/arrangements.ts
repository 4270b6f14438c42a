/** Words of a listener's own arrangements of the room. */

const tracks = (n: number): string => (n === 1 ? "1 track" : `${n.toLocaleString("en")} tracks`);

export const arrangementSays = {
  label: "Places",
  choose: "Stand where",
  computed: "the map puts them",
  first: "My places",
  option: (name: string, n: number) => `${name} (${tracks(n)})`,
  undo: "Undo",
  redo: "Redo",
  make: "New arrangement",
  rename: "Rename this arrangement",
  remove: "Delete this arrangement",
  makeTitle: "A new arrangement",
  renameTitle: "Another name",
  name: "Name",
  keep: "Keep",
  cancel: "Cancel",
  removed: (name: string) => `“${name}” was deleted.`,
  changedElsewhere: (name: string) => `“${name}” was changed elsewhere; this is what is kept there.`,
  full: (n: number) => `An arrangement has room for ${tracks(n)}. Put some back, or make another one.`,
  notKept: "This is not kept on the server yet. It is tried again.",
  guest: "A guest's places are kept in this browser only.",
  notLoaded: "Your arrangements could not be loaded. Try again in a moment.",
  notMade: "The arrangement could not be made. Try again in a moment.",
  notRemoved: "The arrangement could not be deleted. Try again in a moment.",
  unsaved: "What you moved last is not kept yet. Try again in a moment.",
} as const;
