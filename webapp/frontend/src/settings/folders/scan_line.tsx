/** How far a scan is. */
import type { ScanAnswer } from "../../api/schema";
import { Command } from "../../components/command";
import { ShareBar } from "../../components/share_bar";
import { scanning as words } from "../../messages/folders";

/** The schedule takes up what waits within two seconds, unless it does something else. */
const SOON_TAKEN_S = 30;

export function ScanLine({ scan, name }: { scan: ScanAnswer; name: string }) {
  if (scan.state === "waiting") {
    return (
      <p class="folder-quiet">
        {words.waiting}
        {scan.waits_s > SOON_TAKEN_S && (
          <>
            {`. ${words.notTaken} `}
            <Command words={words.schedule} />
          </>
        )}
      </p>
    );
  }
  const share = scan.n_to_open ? scan.n_opened / scan.n_to_open : scan.n_found ? 1 : 0;
  return (
    <div class="scan">
      <p
        class="scan-words"
        role="progressbar"
        aria-label={words.label(name)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={inWords(scan)}
      >
        {inWords(scan)}
      </p>
      <ShareBar share={share} />
    </div>
  );
}

function inWords(scan: ScanAnswer): string {
  if (scan.is_to_stop) return words.stopping;
  if (!scan.n_found) return words.reading;
  if (!scan.n_to_open) return words.nothing(scan.n_found);
  const parts = [words.progress(scan.n_opened, scan.n_to_open)];
  if (scan.n_new) parts.push(words.fresh(scan.n_new));
  if (scan.n_rejected) parts.push(words.rejected(scan.n_rejected));
  if (scan.left_s !== null) parts.push(words.left(scan.left_s));
  return parts.join(" · ");
}
