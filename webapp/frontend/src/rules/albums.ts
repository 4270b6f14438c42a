/** The order of albums and the discs of one. */
import type { Album, AlbumDetail, Track } from "../api/records";

/** By year, the oldest first, those without a year last; in a year by title. */
export const byYear = (albums: readonly Album[]): readonly Album[] =>
  albums.toSorted(
    (a, b) =>
      (a.year ?? Number.POSITIVE_INFINITY) - (b.year ?? Number.POSITIVE_INFINITY) ||
      a.title.localeCompare(b.title, "en", { numeric: true }),
  );

export interface Disc {
  readonly number: number;
  readonly duration_s: number;
  /** Place of its first track in the album. */
  readonly from: number;
  readonly tracks: readonly Track[];
}

/** `tracks` stand as in the album, perhaps with more that is known of them. */
export function discsOf({ discs }: Pick<AlbumDetail, "discs">, tracks: readonly Track[]): readonly Disc[] {
  let from = 0;
  return discs.map(({ number, n_tracks, duration_s }) => {
    const disc = { number, duration_s, from, tracks: tracks.slice(from, from + n_tracks) };
    from += n_tracks;
    return disc;
  });
}
