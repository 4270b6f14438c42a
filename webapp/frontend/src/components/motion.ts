/** The one module that moves things: list positions and FLIP, through CSSOM and Web Animations. */

const GLIDE_MS = 180;
const FADE_MS = 120;
const EASE = "cubic-bezier(0.2, 0, 0, 1)";

export const isMotionWanted = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Give the long list its full height and put the rendered part where it belongs. */
export function placeRows(space: HTMLElement, rows: HTMLElement, count: number, row_px: number, first: number): void {
  space.style.height = `${count * row_px}px`;
  rows.style.setProperty("--row-height", `${row_px}px`);
  rows.style.transform = `translateY(${first * row_px}px)`;
}

export type Places = ReadonlyMap<string, number>;

/** Where the children of a list stand now, by their `data-key`. */
export function placesIn(list: HTMLElement): Places {
  return new Map(keyed(list).map((child) => [child.dataset.key ?? "", child.getBoundingClientRect().top]));
}

/** After a change: what stayed glides from its old place, what is new fades in. */
export function glideFrom(before: Places, list: HTMLElement): void {
  if (!isMotionWanted()) return;
  for (const child of keyed(list)) {
    const from = before.get(child.dataset.key ?? "");
    const by = from === undefined ? 0 : from - child.getBoundingClientRect().top;
    if (from === undefined) {
      const start = { opacity: 0, transform: "translateY(8px)" };
      child.animate([start, { opacity: 1, transform: "none" }], { duration: GLIDE_MS, easing: EASE });
    } else if (by !== 0) {
      child.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], {
        duration: GLIDE_MS,
        easing: EASE,
      });
    }
  }
}

/**
 * What leaves a list stays behind as a picture that fades, while the list itself changes at once; `without` names what
 * the picture leaves out: nobody can press what is leaving.
 */
export function fadeOut(list: HTMLElement, keys: readonly string[], without: string): void {
  if (!isMotionWanted() || document.hidden) return;
  const leaving = keyed(list).filter((child) => keys.includes(child.dataset.key ?? ""));
  const home = leaving[0]?.offsetParent;
  // All are made before one is shown: each that is added in between would have the next one's place worked out anew.
  const pictures = leaving.map((child) => pictureOf(child, without));
  home?.append(...pictures);
  for (const picture of pictures) {
    const fade = picture.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, easing: EASE });
    fade.finished.finally(() => picture.remove()).catch(() => undefined);
  }
}

function pictureOf(child: HTMLElement, without: string): HTMLElement {
  const picture = document.createElement("div");
  picture.className = `${child.className} is-leaving`;
  picture.inert = true;
  picture.append(...[...child.childNodes].map((node) => node.cloneNode(true)));
  for (const part of picture.querySelectorAll(without)) part.remove();
  const { style } = picture;
  [style.top, style.left] = [`${child.offsetTop}px`, `${child.offsetLeft}px`];
  [style.width, style.height] = [`${child.offsetWidth}px`, `${child.offsetHeight}px`];
  return picture;
}

function keyed(list: HTMLElement): HTMLElement[] {
  return [...list.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && !!child.dataset.key,
  );
}

/** Put a floating menu at a point, moved inside the window where it would stick out. */
export function placeMenu(element: HTMLElement, x: number, y: number): void {
  const edge = 8;
  const { width, height } = element.getBoundingClientRect();
  element.style.left = `${Math.max(edge, Math.min(x, innerWidth - width - edge))}px`;
  element.style.top = `${Math.max(edge, Math.min(y, innerHeight - height - edge))}px`;
}
