/** The room of songs; its code is fetched when it opens, and what draws it after that. */
import type { Opener } from "../views/lazy_view";

export const ROOM_PAGES: Readonly<Record<string, Opener>> = {
  "": () => import("./room_page"),
};
