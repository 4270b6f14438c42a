/** Whether the live line stands, and how much activity waits for it. */
import { say } from "../../messages";
import { line } from "../../state/stream/live";
import { waiting } from "../../state/stream/outbox";

export function LineBadge() {
  const state = line.value;
  const words = state === "live" || waiting.value === 0 ? say.line[state] : say.line.waiting(waiting.value);
  return (
    <p class={`line-badge is-${state}`} role="status" title={state === "offline" ? say.line.offlineHint : undefined}>
      <span class="line-dot" aria-hidden="true" />
      <span class="line-words">
        {state === "offline" && waiting.value > 0 ? `${say.line.offline} · ${words}` : words}
      </span>
    </p>
  );
}
