/** How near is near. */

/** From nearer than this, tracks are seen one by one, with their covers; where nodes are large, it is farther. */
export const nearFor = (radius: number): number => Math.max(0.75, radius * 60);
