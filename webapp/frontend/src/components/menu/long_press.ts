/** A finger that stays asks for the menu, as the second mouse button does; browsers that do so by themselves are not told twice. */

const HELD_MS = 500;
/** A finger is never quite still. */
const MAX_MOVE_PX = 10;
/** The click, and the browser's own menu, come at the end of the same press. */
const SAME_PRESS_MS = 800;

interface Press {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

export function openLongPress(): void {
  let press: Press | null = null;
  let opened_ms = Number.NEGATIVE_INFINITY;
  const stop = () => {
    clearTimeout(press?.timer);
    press = null;
  };
  const begin = (event: PointerEvent) => {
    stop();
    // What comes from now on belongs to another press.
    opened_ms = Number.NEGATIVE_INFINITY;
    if (event.pointerType !== "touch" || !event.isPrimary) return;
    const { target, clientX: x, clientY: y } = event;
    const timer = setTimeout(() => {
      stop();
      const asking = new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: x, clientY: y });
      // Not taken by anything: the press means what it always does.
      if (!target?.dispatchEvent(asking)) opened_ms = performance.now();
    }, HELD_MS);
    press = { id: event.pointerId, x, y, timer };
  };
  addEventListener("pointerdown", begin, true);
  addEventListener("pointermove", (event) => {
    if (press?.id === event.pointerId && Math.hypot(event.clientX - press.x, event.clientY - press.y) > MAX_MOVE_PX) {
      stop();
    }
  });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, stop);
  addEventListener("scroll", stop, true);
  addEventListener(
    "contextmenu",
    (event) => {
      if (!event.isTrusted) return;
      stop();
      if (isSamePress()) swallow(event);
    },
    true,
  );
  addEventListener("click", (event) => isSamePress() && event.isTrusted && swallow(event), true);
  const isSamePress = () => performance.now() - opened_ms < SAME_PRESS_MS;
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
