/** Words over the picture, as HTML: they do not overlap, the weightier first, and more of them come as one comes near. */
import { acrossAt, downAt, opacityAt } from "./css_steps";
import { project, type Seen } from "./project";

export interface Label {
  /** The same key keeps the element. */
  readonly key: string;
  readonly words: string;
  readonly place: ArrayLike<number>;
  readonly kind: "region" | "axis" | "name" | "cover";
  /** Of what is named, in lengths of the room; a region's name comes only when it is seen large enough. */
  readonly radius: number;
  readonly image?: string;
}

interface Shown {
  label: Label;
  readonly element: HTMLElement;
  width: number;
  height: number;
  /** In tenths. */
  opacity: number;
}

/** From this width of its region in pixels on, a name is shown. */
const MIN_REGION_PX = 24;
const GAP_PX = 6;
/** Groups in the order in which they take their place. */
const ORDER = ["names", "axes", "covers", "regions"] as const;
export type LabelGroup = (typeof ORDER)[number];

export class Labels {
  private readonly groups = new Map<LabelGroup, Shown[]>(ORDER.map((name) => [name, []]));
  private readonly seen: Seen = { x: 0, y: 0, depth: 0 };
  /** Left, top, right, bottom of what is shown so far. */
  private readonly taken = new Float32Array(4 * 128);
  private nTaken = 0;

  constructor(private readonly home: HTMLElement) {}

  /** Show these in the group from the next frame on, the weightiest first. */
  set(group: LabelGroup, labels: readonly Label[]): void {
    const before = new Map((this.groups.get(group) ?? []).map((shown) => [shown.label.key, shown]));
    const after = labels.map((label) => {
      const same = before.get(label.key);
      before.delete(label.key);
      if (same && same.label.words === label.words && same.label.image === label.image) {
        same.label = label;
        return same;
      }
      same?.element.remove();
      return this.make(label);
    });
    for (const gone of before.values()) gone.element.remove();
    this.groups.set(group, after);
    // All sizes in one reading, after all writing.
    for (const shown of after) {
      if (shown.width === 0) [shown.width, shown.height] = [shown.element.offsetWidth, shown.element.offsetHeight];
    }
  }

  /**
   * `matrix`: projection times view; `pxPerUnit`: of a length at a distance of 1; `areNodesFlying`: what is named is on
   * its way, so only the axes have their words.
   */
  place(matrix: ArrayLike<number>, width: number, height: number, pxPerUnit: number, areNodesFlying: boolean): void {
    this.nTaken = 0;
    for (let at = 0; at < ORDER.length; at += 1) {
      const group = ORDER[at] ?? "names";
      const all = this.groups.get(group);
      for (let nth = 0; all && nth < all.length; nth += 1) {
        const shown = all[nth];
        if (!shown) continue;
        if (areNodesFlying && group !== "axes") fade(shown, 0);
        else this.placeOne(shown, matrix, width, height, pxPerUnit);
      }
    }
  }

  dispose(): void {
    for (const list of this.groups.values()) for (const shown of list) shown.element.remove();
    this.groups.clear();
  }

  private make(label: Label): Shown {
    const element = document.createElement("span");
    element.className = `room-label room-label-${label.kind}`;
    element.dir = "auto";
    if (label.image) {
      const image = document.createElement("img");
      image.alt = "";
      image.src = label.image;
      element.append(image);
    }
    element.append(label.words);
    this.home.append(element);
    element.style.opacity = "0";
    return { label, element, width: 0, height: 0, opacity: 0 };
  }

  private placeOne(shown: Shown, matrix: ArrayLike<number>, width: number, height: number, pxPerUnit: number): void {
    const { label } = shown;
    const { place, kind, radius } = label;
    const seen = project(matrix, place[0] ?? 0, place[1] ?? 0, place[2] ?? 0, width, height, this.seen);
    const size_px = seen.depth > 0 ? (radius * pxPerUnit) / seen.depth : 0;
    const away = Math.max(10, size_px * 1.25 + 6);
    const lift = kind === "name" ? -shown.height - away : kind === "cover" ? away : -shown.height / 2;
    const left = seen.x - shown.width / 2;
    const top = seen.y + lift;
    const isOutside = seen.depth <= 0.02 || left < 2 || left + shown.width > width - 2 || top < 2;
    const isFree = kind === "name" || this.isFree(left, top, shown.width, shown.height);
    const isIn = !isOutside && top + shown.height < height - 2 && isFree;
    // A region that fills the picture says nothing more: one is in it.
    const near = kind === "region" ? Math.min(1, (size_px - MIN_REGION_PX) / 10) * (size_px > 900 ? 0.4 : 1) : 1;
    const opacity = isIn ? Math.round(Math.max(0, near) * 10) : 0;
    if (opacity > 0) {
      this.take(left, top, shown.width, shown.height);
      const { style } = shown.element;
      style.translate = acrossAt(left);
      style.transform = downAt(top);
    }
    fade(shown, opacity);
  }

  private isFree(left: number, top: number, width: number, height: number): boolean {
    for (let at = 0; at < this.nTaken; at += 1) {
      const { taken } = this;
      const isApart =
        left > (taken[at * 4 + 2] ?? 0) + GAP_PX ||
        left + width < (taken[at * 4] ?? 0) - GAP_PX ||
        top > (taken[at * 4 + 3] ?? 0) + GAP_PX ||
        top + height < (taken[at * 4 + 1] ?? 0) - GAP_PX;
      if (!isApart) return false;
    }
    return true;
  }

  private take(left: number, top: number, width: number, height: number): void {
    if (this.nTaken >= 128) return;
    const { taken } = this;
    const at = this.nTaken * 4;
    taken[at] = left;
    taken[at + 1] = top;
    taken[at + 2] = left + width;
    taken[at + 3] = top + height;
    this.nTaken += 1;
  }
}

/** `opacity` in tenths. */
function fade(shown: Shown, opacity: number): void {
  if (opacity === shown.opacity) return;
  shown.opacity = opacity;
  shown.element.style.opacity = opacityAt(opacity);
}
