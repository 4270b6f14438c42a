/** What a browser keeps of one listener must not become another's: activity that waits, likes, the queue. */
import { clear, createStore } from "idb-keyval";
import { closeSaved } from "./saved";

const KEPT_NAMES: readonly string[] = ["segue.theme", "segue.volume", "segue.muted"];

/** Forget all of it; nothing more is kept until the page is loaded again. */
export async function forgetListener(): Promise<void> {
  closeSaved();
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("segue.") && !KEPT_NAMES.includes(name)) localStorage.removeItem(name);
  }
  await clear(createStore("segue", "outbox")).catch(() => undefined);
}
