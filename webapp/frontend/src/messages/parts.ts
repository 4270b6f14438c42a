/** Words of the library by decade, contributor, label and folder. */

export const partSays = {
  topFolder: "The folder of all music",
  untitled: "A part of the library",
  madeBy: {
    composer: ["Composer", "Composers"],
    writer: ["Writer", "Writers"],
    producer: ["Producer", "Producers"],
    label: ["Label", "Labels"],
  },
  none: {
    decades: "No track says when it was released",
    composers: "No track names its composer",
    writers: "No track names who wrote its words",
    producers: "No track names its producer",
    labels: "No track names its label",
    folders: "No track is a file of this server",
  },
  noneHint: "Dates, names and labels come from the tags of the files.",
} as const;
