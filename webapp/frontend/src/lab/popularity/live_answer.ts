/** Answers while dragging: at most one question a frame, one on the way, and the newest waits its turn. */
import { type Signal, signal } from "@preact/signals";

export class LiveAnswer<Question, Answer> {
  /** The last answer stays on show until the next one is here: nothing flickers. */
  readonly answer: Signal<Answer | null> = signal(null);
  readonly problem: Signal<unknown> = signal(null);
  private waiting: { readonly question: Question } | null = null;
  private frame = 0;
  private isAsking = false;
  private isClosed = false;

  constructor(private readonly put: (question: Question) => Promise<Answer>) {}

  ask(question: Question): void {
    this.waiting = { question };
    if (this.frame || this.isAsking || this.isClosed) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      void this.askNewest();
    });
  }

  close(): void {
    this.isClosed = true;
    this.waiting = null;
    cancelAnimationFrame(this.frame);
  }

  private async askNewest(): Promise<void> {
    const next = this.waiting;
    if (!next || this.isAsking) return;
    this.waiting = null;
    this.isAsking = true;
    try {
      const answer = await this.put(next.question);
      if (this.isClosed) return;
      this.answer.value = answer;
      this.problem.value = null;
    } catch (problem) {
      if (!this.isClosed) this.problem.value = problem;
    } finally {
      this.isAsking = false;
    }
    if (this.waiting) this.ask((this.waiting as { readonly question: Question }).question);
  }
}
