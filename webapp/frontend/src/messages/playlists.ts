/** The words of playlists. */

const count = (n: number): string => n.toLocaleString("en");
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);

export const list = {
  title: "Playlists",
  label: "Which playlists",
  mine: "Yours",
  public: "Public",
  folders: "Folders",
  allFolders: "All",
  make: "New playlist",
  importFile: "Import",
  importHint: "M3U8, XSPF or JSPF; smart playlists of Navidrome (NSP)",
  none: "No playlists yet",
  noneHint: "Make one here, add tracks from the menu of any track, or import a file.",
  guestHint: "A guest browses and plays; the public ones are there for everybody.",
  noneInFolder: "Nothing is in this folder",
  noPublic: "Nobody has made a playlist public",
  noPublicHint: "What somebody shows to everybody stands here.",
  imported: (name: string, n_found: number, n_missing: number) =>
    n_missing === 0
      ? `“${name}”: all ${tracks(n_found)} found.`
      : `“${name}”: ${tracks(n_found)} found, ${count(n_missing)} not in the library; they are kept, and found later.`,
  importing: (name: string) => `Importing ${name}`,
  tracks,
} as const;

export const visibility = { private: "Private", shared: "Shared", public: "Public" } as const;

export const visibilityHint = {
  private: "Only you see it.",
  shared: "Those you invite see it and edit it.",
  public: "Everybody here sees it; those you invite edit it.",
} as const;

export const page = {
  play: "Play",
  shuffle: "Shuffle",
  queue: "Queue",
  edit: "Edit",
  share: "Share",
  remove: "Delete",
  deleted: (name: string) => `“${name}” was deleted.`,
  leave: "Stop editing",
  leaveTitle: (name: string) => `Stop editing “${name}”?`,
  leaveWords: "To edit it again you need an invitation of its owner.",
  stay: "Go on editing",
  left: (name: string) => `You no longer edit “${name}”.`,
  missing: (n: number) => (n === 1 ? "1 not in the library" : `${count(n)} not in the library`),
  by: ({ is_own, owner_name }: { readonly is_own: boolean; readonly owner_name: string }) =>
    is_own ? "" : owner_name ? `by ${owner_name}` : "Somebody else's",
  empty: "Nothing is in it yet",
  emptyHint: "Add tracks from the menu of any track, or drag them here.",
  toLibrary: "To the library",
  entries: "Tracks of the playlist",
  more: "Show more",
  missingTitle: "Not in the library",
  drag: (title: string) => `Move ${title}: arrow up and down, Home and End`,
  moveUp: "Move up",
  moveDown: "Move down",
  removeHere: "Remove from the playlist",
  moved: (title: string, row: number, n: number) => `${title}: now ${row} of ${n}`,
  removeEntry: (title: string) => `Remove ${title} from the playlist`,
  removed: (title: string) => `“${title}” was removed.`,
  removedMany: (n: number) => `${tracks(n)} were removed.`,
  invited: "You are invited to edit this playlist",
  join: "Edit it too",
  joined: (name: string) => `You edit “${name}” now. What others do appears here at once.`,
  badInvitation: "This invitation counts no more. Ask for another one.",
} as const;

export const form = {
  makeTitle: "New playlist",
  editTitle: "Edit the playlist",
  name: "Name",
  description: "Description",
  folder: "Folder",
  folderHint: "Empty for none",
  visibility: "Who sees it",
  save: "Save",
  make: "Make it",
  cancel: "Cancel",
} as const;

export const share = {
  title: "Share the playlist",
  link: "Who opens this link can edit the playlist, until another one is made:",
  noLink: "Make a link, and send it to those who shall edit the playlist with you.",
  privateHint: "It is private. With a link it becomes shared: those you invite see it.",
  make: "Make a link",
  renew: "Make another link",
  copy: "Copy",
  copied: "The link was copied.",
  people: "They edit it too",
  nobody: "Nobody else edits it yet.",
  dismiss: (name: string) => `Take ${name} out`,
  dismissTitle: (name: string) => `Take ${name} out?`,
  dismissWords: "They can edit it again only with an invitation.",
  renewTitle: "Make another link?",
  renewWords: "The link that you sent opens nothing any more. Those who came by it go on editing.",
  keep: "Keep as it is",
  yes: { dismiss: "Take out", renew: "Make another link" },
  close: "Done",
} as const;

export const picking = {
  title: (n: number) => `Add ${tracks(n)} to a playlist`,
  find: "Find a playlist, or name a new one",
  make: (name: string) => `Make “${name}”`,
  none: "You have no playlist of this name.",
  noneYet: "You have no playlist yet. Type a name to make one.",
  results: "Playlists",
  added: (n: number, name: string) => `${tracks(n)} added to “${name}”.`,
  nothingNew: (name: string) => `“${name}” has them all already.`,
  twiceTitle: (name: string) => `“${name}” has this already`,
  twice: (n: number, all: number) =>
    all === 1 ? "Adding it again makes it stand there twice." : `${count(n)} of ${tracks(all)} are in it already.`,
  anyway: "Add anyway",
  onlyNew: "Only the new ones",
  cancel: "Cancel",
} as const;

export const states = {
  notLoaded: "The list of playlists could not be loaded. Try again when the server answers.",
  notSaved: "The change was not saved. The playlist is shown as it is.",
  offline: "The server does not answer; nothing was changed.",
} as const;
