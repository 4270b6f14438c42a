/** The words of correcting tracks. */

const count = (n: number): string => n.toLocaleString("en");
const tracks = (n: number): string => (n === 1 ? "1 track" : `${count(n)} tracks`);

export const editSays = {
  title: (n: number, name: string) => (n === 1 ? `Details of “${name}”` : `Details of ${tracks(n)}`),
  fields: {
    title: "Title",
    artist: "Artist",
    album: "Album",
    album_artist: "Album artist",
    track_number: "Track",
    disc_number: "Disc",
    year: "Year",
    genres: "Genres",
    cover: "Cover",
  },
  different: "(different)",
  ofFile: "(as the file says)",
  takeBack: (field: string) => `${field}: take back to what the file says`,
  keep: (field: string) => `${field}: keep it corrected`,
  addGenre: "Add a genre, then Enter",
  removeGenre: (name: string) => `Remove ${name}`,
  choosePicture: "Choose a picture",
  noPicture: "No picture",
  dropPicture: "or drop it here; JPEG, PNG, WebP or GIF, 8 MB at most",
  willBe: (name: string) => `Will be ${name}`,
  willBeNone: "Will be drawn from the sound",
  write: "Also write into the files",
  writeHint: "MP3, FLAC, Ogg Vorbis, Opus and MP4. The old tags are kept; the sound stays as it is.",
  save: "Save",
  cancel: "Cancel",
  close: "Close",
  writing: (done: number, all: number) => `Writing files: ${count(done)} of ${count(all)}`,
  faults: {
    title: "A track needs a title.",
    artist: "",
    album: "",
    album_artist: "",
    track_number: "The track is a whole number.",
    disc_number: "The disc is a whole number.",
    year: "The year has four digits.",
  },
  corrected: (n: number) => `${tracks(n)} corrected.`,
  correctedAndWritten: (n: number, n_written: number) =>
    `${tracks(n)} corrected, ${count(n_written)} written into files.`,
  undone: "Everything is as it was.",
  notUndone: "Not everything could be taken back:",
  outcome: (n_written: number, n_not: number) =>
    `Corrected. ${n_written === 1 ? "1 file was" : `${count(n_written)} files were`} written, ${count(n_not)} not:`,
  noAnswer: "the server did not answer; look at it again",
  notSaved: "Nothing was corrected: the server does not answer. Try again.",
} as const;
