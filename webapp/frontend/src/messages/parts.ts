/** Words of the library by decade, composer, label and folder. */

export const partSays = {
  topFolder: "The folder of all music",
  untitled: "A part of the library",
  none: {
    decades: "No track says when it was released",
    composers: "No track names its composer",
    labels: "No track names its label",
    folders: "No track is a file of this server",
  },
  noneHint: "Dates, composers and labels come from the tags of the files.",
} as const;
