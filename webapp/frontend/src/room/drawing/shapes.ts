/** Outlines of the shapes that the picture draws for kinds, in a box of 14. */
import { N_SHAPES } from "./palette";

const SHAPES = [
  "M7 1a6 6 0 1 0 0 12a6 6 0 1 0 0-12",
  "M7 0.5 13.5 7 7 13.5 0.5 7z",
  "M2 2h10v10H2z",
  "M7 1 13 12H1z",
  "M7 1a6 6 0 1 0 0 12a6 6 0 1 0 0-12M7 4.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5",
  "M5 1h4v4h4v4H9v4H5V9H1V5h4z",
] as const;
export const SMALL_DOT = "M7 3.7a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 1 0 0-6.6";

export const shapeOf = (category: number): string => SHAPES[category % N_SHAPES] ?? SHAPES[0];
