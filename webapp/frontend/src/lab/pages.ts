/** The pages of the lab by their name in the address; each is its own chunk. */
import type { Opener } from "../views/lazy_view";

export const LAB_PAGES: Readonly<Record<string, Opener>> = {
  "": () => import("./pages/overview"),
  charts: () => import("./pages/charts"),
  predict: () => import("./pages/what_if"),
  single: () => import("./pages/single"),
  streams: () => import("./pages/streams"),
  year: () => import("./pages/year"),
  models: () => import("./pages/models"),
};
