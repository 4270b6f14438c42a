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
        {scan.is_rest ? words.restWaits : words.waiting}
        {scan.waits_s > SOON_TAKEN_S && (
          <>
            {`. ${words.notTaken} `}
            <Command words={words.schedule} />
          </>
        )}
      </p>
    );
  }
  const share = shareDone(scan);
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

/** Tracks are listed, and can be played, once every file is opened; then their sound is analysed. */
const isListed = (scan: ScanAnswer): boolean => scan.n_found > 0 && scan.n_opened >= scan.n_to_open;

function shareDone(scan: ScanAnswer): number {
  if (!isListed(scan)) return scan.n_to_open ? scan.n_opened / scan.n_to_open : 0;
  return scan.n_to_analyse ? scan.n_analysed / scan.n_to_analyse : 1;
}

function inWords(scan: ScanAnswer): string {
  if (scan.is_to_stop) return words.stopping;
  if (!scan.n_found) return words.reading;
  if (!scan.n_to_open && !scan.n_to_analyse) return words.nothing(scan.n_found);
  const parts = isListed(scan)
    ? [words.listed(scan.n_found), ...(scan.n_to_analyse ? [words.analysed(scan.n_analysed, scan.n_to_analyse)] : [])]
    : [words.listing(scan.n_opened, scan.n_to_open)];
  if (scan.rate_per_s !== null) parts.push(words.rate(scan.rate_per_s));
  if (scan.n_rejected) parts.push(words.rejected(scan.n_rejected));
  if (scan.left_s !== null) parts.push(words.left(scan.left_s));
  return parts.join(" · ");
}
