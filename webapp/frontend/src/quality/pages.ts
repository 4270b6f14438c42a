/** The page of how good the picks are; its own chunk. */
import type { Opener } from "../views/lazy_view";

export const QUALITY_PAGES: Readonly<Record<string, Opener>> = { "": () => import("./quality_page") };
