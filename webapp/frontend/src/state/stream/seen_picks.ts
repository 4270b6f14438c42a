/** Watches which picks are in view, and tells the server: one event for all that were seen at the same time. */
import type { Pick, ShownPick } from "../../api/records";
import { nextAt, onSlate, onView, press, SEEN_SHARE, SEES_NOTHING, tell } from "../../rules/seen_picks";
import { record } from "./activity";
import { refused, shownPicks, slate } from "./slate";

/** The server takes no more in one event. */
const AT_ONCE = 50;

/** Watch the rows of a list, each with the track as its `data-key`, until the returned function is called. */
export function watchPicks(list: HTMLElement): () => void {
  const inView = new Set<string>();
  let seeing = SEES_NOTHING;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    const now_ms = Date.now();
    seeing = onView(seeing, document.hidden ? [] : inView, now_ms);
    const [after, seen] = tell(seeing, now_ms);
    seeing = after;
    tellShown(seen);
    const next_ms = nextAt(seeing);
    if (next_ms !== null) timer = setTimeout(look, next_ms - now_ms);
  };
  const pressed = (event: Event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
    if (!row?.dataset.key) return;
    const [after, seen] = press(seeing, row.dataset.key);
    seeing = after;
    tellShown(seen);
  };
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting, intersectionRatio } of changes) {
        const key = (target as HTMLElement).dataset.key ?? "";
        if (isIntersecting && intersectionRatio >= SEEN_SHARE) inView.add(key);
        else inView.delete(key);
      }
      look();
    },
    { threshold: SEEN_SHARE },
  );
  const stop = shownPicks.subscribe(() => {
    seeing = onSlate(seeing, slate.peek()?.slate_id ?? "", Date.now());
    // The rows of this slate are there after the next frame.
    requestAnimationFrame(() => {
      inView.clear();
      watcher.disconnect();
      for (const row of list.querySelectorAll<HTMLElement>("[data-key]")) watcher.observe(row);
    });
  });
  list.addEventListener("click", pressed, true);
  document.addEventListener("visibilitychange", look);
  return () => {
    stop();
    clearTimeout(timer);
    watcher.disconnect();
    list.removeEventListener("click", pressed, true);
    document.removeEventListener("visibilitychange", look);
  };
}

function tellShown(trackIds: readonly string[]): void {
  const now = slate.peek();
  // A refused pick that keeps its place is of an older slate, and grey.
  const open = new Set(trackIds.filter((id) => !refused.peek().has(id)));
  const picks = shownOf(shownPicks.peek(), open).slice(0, AT_ONCE);
  if (!now || picks.length === 0) return;
  record("shown", { slateId: now.slate_id, modelVersion: now.model_version, arm: now.arm, shownPicks: picks });
}

/** The picks with these tracks, as the event carries them. */
export const shownOf = (picks: readonly Pick[], ids: ReadonlySet<string>): readonly ShownPick[] =>
  picks.flatMap(({ track_id, source, team }, position) =>
    ids.has(track_id) ? [{ track_id, position, source, ...(team && { team }) }] : [],
  );
