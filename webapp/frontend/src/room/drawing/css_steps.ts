/** Words of CSS for the frame loop: each is made once, for a frame that makes strings has them collected later. */

/** Finer than this nobody sees words move. */
const STEPS_PER_PX = 4;
const across: string[] = [];
const down: string[] = [];
const opacities = Array.from({ length: 11 }, (_, tenths) => String(tenths / 10));

/** For `translate`: so many pixels from the left, 0 or more. */
export const acrossAt = (px: number): string => known(across, px, ACROSS);

/** For `transform`: so many pixels from the top, 0 or more. */
export const downAt = (px: number): string => known(down, px, DOWN);

/** For `opacity`, in tenths. */
export const opacityAt = (tenths: number): string => opacities[tenths] ?? "1";

const ACROSS = (px: number): string => `${px}px`;
const DOWN = (px: number): string => `translateY(${px}px)`;

function known(words: string[], px: number, make: (px: number) => string): string {
  const step = Math.max(0, Math.round(px * STEPS_PER_PX));
  const word = words[step] ?? make(step / STEPS_PER_PX);
  words[step] = word;
  return word;
}
