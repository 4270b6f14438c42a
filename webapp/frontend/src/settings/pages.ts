/** The page of settings; its own chunk. */
import type { Opener } from "../views/lazy_view";

export const SETTINGS_PAGES: Readonly<Record<string, Opener>> = { settings: () => import("./settings_page") };
