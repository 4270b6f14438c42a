/** How the server's command is called there: commands on the page can be copied as they stand. */
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { VersionAnswer } from "../api/records";

const program = signal("segue");

export async function askProgram(): Promise<void> {
  program.value = (await getJson<VersionAnswer>("/api/v1/version")).command || "segue";
}

/** A command line, or words with commands in backticks, with the program as it is called there. */
export const asCalled = (words: string): string =>
  words.replace(/(^|`|&& )segue /g, (_, before: string) => `${before}${program.value} `);
