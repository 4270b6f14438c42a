/** What the tabs of one browser tell each other: who plays, and what the listener thinks of a track. */
import type { Change } from "../../rules/opinions";
import type { RatingChange } from "../../rules/ratings";

export type Word =
  | { readonly kind: "plays" }
  | ({ readonly kind: "opinion" } & Change)
  | ({ readonly kind: "rating" } & RatingChange);

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("segue") : null;

export function tell(word: Word): void {
  channel?.postMessage(word);
}

export function hear<Kind extends Word["kind"]>(kind: Kind, then: (word: Extract<Word, { kind: Kind }>) => void): void {
  channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
    if (data.kind === kind) then(data as Extract<Word, { kind: Kind }>);
  });
}
