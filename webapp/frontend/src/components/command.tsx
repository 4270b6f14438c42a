/** A command to copy into a terminal. */
import { asCalled } from "../state/program";

export function Command({ words }: { words: string }) {
  return <code class="command">{asCalled(words)}</code>;
}
