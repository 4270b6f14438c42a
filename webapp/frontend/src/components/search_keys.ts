/** From the search field into what was found, and back. */

const FIELD = "#search";

/** Go to the first track found, else to the first link; the grid takes the arrows from there. */
export function intoResults(): void {
  const grid = document.querySelector<HTMLElement>(".results [role=grid]");
  const target = grid ?? document.querySelector<HTMLElement>(".results a");
  target?.focus();
  grid?.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
}

export function backToField(): void {
  document.querySelector<HTMLElement>(FIELD)?.focus();
}
