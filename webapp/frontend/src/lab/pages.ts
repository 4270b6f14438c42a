/** The pages of the lab by their name in the address; each is its own chunk. */
import type { Opener } from "../views/lazy_view";

export const LAB_PAGES: Readonly<Record<string, Opener>> = {
  "": () => import("./overview"),
  charts: () => import("./charts/charts"),
  predict: () => import("./popularity/what_if"),
  single: () => import("./popularity/single"),
  streams: () => import("./streams/streams"),
  year: () => import("./releases/releases"),
  models: () => import("./models/models"),
};
