/** The pages of accounts; each is its own chunk. */
import type { Opener } from "../views/lazy_view";

export const ACCOUNT_PAGES: Readonly<Record<string, Opener>> = {
  account: () => import("./account"),
  people: () => import("./people"),
};

/** What stands in the place of everything else until somebody is let in. */
export const openLogin: Opener = () => import("./login");
export const openJoin: Opener = () => import("./join");
