/** When something was played, as short as it can be understood, and rows in which nothing comes twice. */
import type { Album, Track } from "../../api/records";

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const month = new Intl.DateTimeFormat("en", { month: "short", year: "numeric" });
const whole = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });

/** The hour of today, the day of this year, the month of earlier years. */
export function shortMoment(iso: string | null | undefined, now: Date = new Date()): string {
  if (!iso) return "";
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return time.format(at);
  return at.getFullYear() === now.getFullYear() ? day.format(at) : month.format(at);
}

export const wholeMoment = (iso: string | null | undefined): string => (iso ? whole.format(new Date(iso)) : "");

/** The first of each album's tracks, and each of those that are in none, once. */
export function onceAnAlbum(tracks: readonly Track[], n: number): readonly Track[] {
  const seen = new Map<string, Track>();
  for (const track of tracks) {
    const key = track.album_id ? `album ${track.album_id}` : `track ${track.track_id}`;
    if (!seen.has(key)) seen.set(key, track);
  }
  return [...seen.values()].slice(0, n);
}

/** Albums that no row above has shown. */
export const notShown = (albums: readonly Album[], shown: ReadonlySet<string>, n: number): readonly Album[] =>
  albums.filter((album) => !shown.has(album.album_id)).slice(0, n);
