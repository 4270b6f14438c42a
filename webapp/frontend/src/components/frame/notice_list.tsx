/** Short words above the bar about what just happened, some with a way back; they stay while somebody is at them. */
import { say } from "../../messages";
import { hold, letGo, notices, takeBack } from "../../state/notices";

export function NoticeList() {
  return (
    <section
      class="notices"
      aria-label={say.notices}
      aria-live="polite"
      onPointerEnter={hold}
      onPointerLeave={letGo}
      onFocusIn={hold}
      onFocusOut={letGo}
    >
      {notices.value.map((notice) => (
        <div key={notice.id} class={`notice notice-${notice.mood}${notice.undo ? " has-undo" : ""}`}>
          <p dir="auto">{notice.words}</p>
          {notice.undo && (
            <button type="button" class="notice-undo" title={say.undoHint} onClick={() => takeBack(notice)}>
              {say.undo}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
