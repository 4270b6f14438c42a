/** The byte of a size that is neither larger nor smaller; others are hundredths of it. Apart, for it needs no three. */
export const PLAIN_SIZE = 100;
