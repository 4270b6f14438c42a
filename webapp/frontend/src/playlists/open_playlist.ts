/** One playlist on show: what is done to it is seen at once, and what others do appears. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson, postJson } from "../api/client";
import type { EditAnswer, PlaylistDetail } from "../api/schema";
import { states } from "../messages/playlists";
import { applied, type Operation } from "../rules/playlists";
import { notify } from "../state/notices";
import type { PlaylistNews } from "../state/stream/live";

export const addressOf = (id: string): string => `/api/v1/playlists/${encodeURIComponent(id)}`;

export function explain(refusal: unknown): void {
  const isOffline = refusal instanceof ApiProblem && refusal.isOffline;
  const detail = refusal instanceof ApiProblem ? refusal.detail : "";
  notify(isOffline ? states.offline : detail || states.notSaved, "problem");
}

export class OpenPlaylist {
  readonly shown = signal<PlaylistDetail | null>(null);
  readonly problem = signal<unknown>(null);
  /** Operations under way, so that they arrive in the order they were made in. */
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  /** As the server last said: what it refuses is taken back to this. */
  private said: PlaylistDetail | null = null;
  /** The newest revision that was told of; what comes while something is under way is looked at afterwards. */
  private heard = 0;
  private request = new AbortController();

  constructor(readonly id: string) {}

  readonly load = async (): Promise<void> => {
    this.request.abort();
    const request = new AbortController();
    this.request = request;
    try {
      this.show(await getJson<PlaylistDetail>(addressOf(this.id), request.signal));
    } catch (problem) {
      const mayStay = problem instanceof ApiProblem && problem.isOffline && this.shown.peek();
      if (!request.signal.aborted && !mayStay) this.problem.value = problem;
    }
  };

  /** Do it here at once, then at the server, which answers with what it and others made of it. */
  do(operations: readonly Operation[]): Promise<void> {
    const before = this.shown.peek();
    if (before) this.shown.value = applied(before, operations);
    this.waiting += 1;
    const done = this.last.then(() => this.send(operations));
    this.last = done;
    return done;
  }

  /** Somebody changed something: read it again, unless that was told in an answer already. */
  hear(news: PlaylistNews): void {
    if (news.playlist_id !== this.id) return;
    this.heard = Math.max(this.heard, news.revision);
    this.catchUp();
  }

  show(playlist: PlaylistDetail): void {
    if (playlist.revision >= (this.said?.revision ?? 0)) this.said = playlist;
    if (this.waiting > 0) return;
    this.problem.value = null;
    this.shown.value = this.said;
  }

  close(): void {
    this.request.abort();
  }

  private async send(operations: readonly Operation[]): Promise<void> {
    try {
      const answer = await postJson<EditAnswer>(`${addressOf(this.id)}/operations`, { operations });
      this.waiting -= 1;
      this.show(answer.playlist);
      this.catchUp();
    } catch (refusal) {
      this.waiting -= 1;
      explain(refusal);
      if (this.said) this.shown.value = this.said;
      await this.load();
    }
  }

  private catchUp(): void {
    if (this.waiting === 0 && this.heard > (this.said?.revision ?? 0)) void this.load();
  }
}
