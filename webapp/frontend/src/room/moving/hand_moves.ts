/** Whether a pointer moves the view: it changes by events, and frames go on between them, so that their pace is known. */
import { isSameView, OVERVIEW, type Viewpoint } from "./viewpoint";

/** A hand may pause for so long between two of its events. */
const LINGER_MS = 120;

export class HandMoves {
  private readonly before: Viewpoint = { ...OVERVIEW };
  private moved_ms = Number.NEGATIVE_INFINITY;

  areOn(view: Readonly<Viewpoint>, now_ms: number): boolean {
    if (!isSameView(this.before, view)) {
      Object.assign(this.before, view);
      this.moved_ms = now_ms;
    }
    return now_ms - this.moved_ms < LINGER_MS;
  }
}
