/** Which form of its sound a track is played in, and what is wrong when none sounds. */
import type { Track } from "../api/records";
import { say } from "../messages";
import { type Sound, soundOf } from "../rules/sounds";

/** Files that the server thought playable and this browser did not play: transcoded from then on. */
const unplayable = new Set<string>();

export const formOf = (track: Track): Sound => soundOf(track, unplayable.has(track.track_id));

/** Take the transcoded form from now on; false where it is that form which failed. */
export function fallBack(track: Track): boolean {
  if (formOf(track).isStream) return false;
  unplayable.add(track.track_id);
  return true;
}

export interface Fault {
  readonly words: string;
  /** The same sound may come when it is asked for again. */
  readonly mayPass: boolean;
}

/** The element says only that it failed; the server says why. */
export async function faultOf(track: Track): Promise<Fault> {
  const status = await statusOf(formOf(track).url);
  unplayable.delete(track.track_id);
  const { title } = track;
  if (status === 0) return { words: say.player.lostSound(title), mayPass: true };
  if (status === 503) return { words: say.player.busy(title), mayPass: true };
  const words = { 404: say.player.soundGone, 415: say.player.cannotPlay }[status] ?? say.player.soundDamaged;
  return { words: words(title), mayPass: false };
}

async function statusOf(url: string): Promise<number> {
  const request = new AbortController();
  try {
    return (await fetch(url, { signal: request.signal })).status;
  } catch {
    return 0;
  } finally {
    request.abort();
  }
}
