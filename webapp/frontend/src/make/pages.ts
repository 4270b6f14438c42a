/** The pages of lists that segue makes, by their name in the address; each is its own chunk. */
import type { Opener } from "../views/lazy_view";

export const MAKE_PAGES: Readonly<Record<string, Opener>> = {
  "": () => import("./path"),
  blend: () => import("./blend"),
  arc: () => import("./arc"),
  radio: () => import("./radio"),
  mixes: () => import("./mixes"),
};
