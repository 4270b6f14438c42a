/** Short words above the bar about what just happened. */
import { say } from "../messages";
import { notices } from "../state/notices";

export function NoticeList() {
  return (
    <section class="notices" aria-label={say.notices} aria-live="polite">
      {notices.value.map(({ id, words, mood }) => (
        <p key={id} class={`notice notice-${mood}`} dir="auto">
          {words}
        </p>
      ))}
    </section>
  );
}
