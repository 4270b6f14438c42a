/** What lists follow when the library itself was changed from here: they ask again once the server shows it. */
import { signal } from "@preact/signals";
import { getJson } from "../../api/client";
import type { VersionAnswer } from "../../api/records";
import { renewKnown } from "./known_tracks";

const LOOK_EVERY_MS = 500;
/** A large library takes some seconds to be put in order again. */
const LOOKS = 60;

/** Moves when lists that are on show are old. */
export const libraryTurn = signal(0);

export async function libraryRevision(): Promise<string> {
  return (await getJson<VersionAnswer>("/api/v1/version")).catalogue_revision;
}

/** Have what is on show asked for again as soon as the server's library is another one than `before`. */
export async function renewLibrary(before: string, changed: readonly string[]): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const now = await libraryRevision().catch(() => before);
    if (now !== before) break;
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
  }
  await renewKnown(changed).catch(() => undefined);
  libraryTurn.value += 1;
}
