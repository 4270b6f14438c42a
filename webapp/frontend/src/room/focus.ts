/** Where the keyboard goes on when what had it is gone, or when what was asked for has come. */

const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);

/** To the picture, or to the head of the list. */
export const focusRoom = (): void => find(".room-hands, .room-list h2")?.focus({ preventScroll: true });

/** To the first control of a bar. */
export const focusBar = (bar: string): void => find(`${bar} :is(button, select)`)?.focus();

/** The same for a bar that the toolbar of views has opened, below a list perhaps; one that an address opens takes nothing. */
export function focusOpened(bar: string): void {
  if (!document.activeElement?.closest(".room-analyst")) return;
  find(bar)?.scrollIntoView({ block: "nearest" });
  focusBar(bar);
}
