/** A small bar for a share between 0 and 1. */

export function ShareBar({ share, isAgainst = false }: { share: number; isAgainst?: boolean }) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  return (
    <svg class={isAgainst ? "share-bar is-against" : "share-bar"} aria-hidden="true">
      <rect class="share-bar-space" width="100%" height="100%" rx="2" />
      <rect class="share-bar-part" width={width} height="100%" rx="2" />
    </svg>
  );
}
