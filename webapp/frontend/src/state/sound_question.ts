/** "What sounds like this?": one uploaded file at a time and its answer. */
import { signal } from "@preact/signals";
import { ApiProblem, upload } from "../api/client";
import type { SoundAnswer } from "../api/records";
import { say } from "../messages";

export type Question =
  | { readonly at: "rest" }
  | { readonly at: "sending"; readonly name: string; readonly share: number; readonly cancel: () => void }
  | { readonly at: "answered"; readonly name: string; readonly answer: SoundAnswer }
  | { readonly at: "failed"; readonly name: string; readonly words: string };

export const question = signal<Question>({ at: "rest" });

let asked = 0;

export function listenTo(file: File): void {
  if (question.peek().at === "sending") cancelQuestion();
  asked += 1;
  const mine = asked;
  const put = (next: Question) => {
    if (asked === mine) question.value = next;
  };
  const sending = upload("/api/v1/sounds", file, (share) => {
    put({ at: "sending", name: file.name, share, cancel: sending.cancel });
  });
  put({ at: "sending", name: file.name, share: 0, cancel: sending.cancel });
  sending.done.then(
    (text) => put({ at: "answered", name: file.name, answer: JSON.parse(text) as SoundAnswer }),
    (error) => put(wasCancelled(error) ? { at: "rest" } : { at: "failed", name: file.name, words: wordsFor(error) }),
  );
}

export function cancelQuestion(): void {
  const now = question.peek();
  if (now.at === "sending") now.cancel();
  question.value = { at: "rest" };
}

const wasCancelled = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

function wordsFor(error: unknown): string {
  if (!(error instanceof ApiProblem)) return say.listen.failed;
  if (error.isOffline) return say.states.offline;
  if (error.detail) return error.detail;
  if (error.status === 413) return say.listen.tooLarge;
  return error.status === 415 || error.status === 422 ? say.listen.notAudio : say.listen.failed;
}
