/** What survives a reload: small JSON values in localStorage, each under its own name. */

export function saved<Value>(name: string, otherwise: Value): Value {
  try {
    const text = localStorage.getItem(`segue.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as Value);
  } catch {
    // A value of an older version or of another hand: starting afresh is what the listener expects.
    return otherwise;
  }
}

let isClosed = false;

/** Keep nothing more: the page is about to start anew for another listener. */
export function closeSaved(): void {
  isClosed = true;
}

export function save(name: string, value: unknown): void {
  if (isClosed) return;
  try {
    localStorage.setItem(`segue.${name}`, JSON.stringify(value));
  } catch (error) {
    // A full or forbidden storage must not stop the music; the queue then lives as long as the page.
    console.warn("segue: nothing can be saved in this browser", error);
  }
}
