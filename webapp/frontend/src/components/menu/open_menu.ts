/** Opens the menu of tracks, or of what holds them, where it was asked for: at the pointer, or under what was pressed. */
import type { Collection } from "../../state/library/collections";
import type { Menu } from "../../state/panels";
import { menu } from "../../state/panels";

export function openMenu(event: MouseEvent, what: Omit<Menu, "x" | "y" | "opener">): void {
  event.preventDefault();
  event.stopPropagation();
  const place = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  const focused = document.activeElement;
  // By key the event comes from the focused element, which shall have the focus back.
  const opener = focused instanceof HTMLElement && place?.contains(focused) ? focused : place;
  const box = opener?.getBoundingClientRect();
  const isAtPointer = event.type === "contextmenu" && (event.clientX !== 0 || event.clientY !== 0);
  menu.value = {
    ...what,
    opener,
    x: isAtPointer ? event.clientX : (box?.left ?? 0),
    y: isAtPointer ? event.clientY : (box?.bottom ?? 0),
  };
}

export const openCollectionMenu = (event: MouseEvent, collection: Collection): void =>
  openMenu(event, { tracks: [], collection, source: "" });
