/** What a view shows when it has nothing, waits, or failed. */
import type { ComponentChildren } from "preact";
import { ApiProblem } from "../api/client";
import { say } from "../messages";
import { isAdmin } from "../state/me";
import { toLibrary } from "../state/paths";
import { asCalled } from "../state/program";
import { Command } from "./command";
import { Icon, type IconName } from "./icon";

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly hint?: string;
  readonly command?: string;
  readonly isPage?: boolean;
  readonly children?: ComponentChildren;
}

export function Empty({ icon, title, hint, command, isPage = false, children }: EmptyProps) {
  return (
    <div class="empty">
      <span class="empty-mark">
        <Icon name={icon} />
      </span>
      {isPage ? <h1 class="empty-title">{title}</h1> : <p class="empty-title">{title}</p>}
      {hint && <p class="empty-hint">{asCalled(hint)}</p>}
      {command && <Command words={command} />}
      {children}
    </div>
  );
}

export function EmptyLibrary() {
  const { emptyLibrary, emptyLibraryHint, emptyLibraryCommand, toFolders, nothingShown, nothingShownHint } = say.states;
  if (!isAdmin.value) return <Empty icon="library" title={nothingShown} hint={nothingShownHint} />;
  return (
    <Empty icon="library" title={emptyLibrary} hint={emptyLibraryHint} command={emptyLibraryCommand}>
      <a class="button" href="/settings/folders">
        {toFolders}
      </a>
    </Empty>
  );
}

/** `isPage`: nothing else stands on the view, so this names it for those who hear the page. */
export function Problem({ problem, again, isPage = false }: { problem: unknown; again: () => void; isPage?: boolean }) {
  const isOffline = problem instanceof ApiProblem && problem.isOffline;
  const isMissing = problem instanceof ApiProblem && problem.status === 404;
  if (isMissing) {
    return (
      <Empty icon="info" isPage={isPage} title={say.states.lostTrack} hint={problem.detail || say.states.lostHint}>
        <a class="button" href={toLibrary("tracks")}>
          {say.states.toLibrary}
        </a>
      </Empty>
    );
  }
  const detail = problem instanceof ApiProblem ? problem.detail : "";
  return (
    <div role="alert">
      <Empty
        icon={isOffline ? "offline" : "info"}
        isPage={isPage}
        title={isOffline ? say.states.offline : say.states.problem}
        hint={isOffline ? say.states.offlineHint : detail || say.states.problemHint}
      >
        <button type="button" class="button" onClick={again}>
          {say.states.retry}
        </button>
      </Empty>
    </div>
  );
}

/** Grey shapes of the size of what comes; they appear only when waiting takes long enough to be seen. */
export function Skeleton({ kind, count = 1 }: { kind: "row" | "card" | "hero" | "pick" | "line"; count?: number }) {
  return (
    <div class={`skeletons skeletons-${kind}`} role="status" aria-label={say.states.loading}>
      {Array.from({ length: count }, (_, at) => (
        <div key={at} class={`skeleton skeleton-${kind}`} />
      ))}
    </div>
  );
}
