/** On a narrow page the panel lies at the bottom, over the weeks and the table. */
export const isNarrow = (): boolean => matchMedia("(max-width: 860px)").matches;
