/** Which track a row of the map is, and the other way round; asked for a few at a time and kept. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson } from "../../api/client";
import type { Track } from "../../api/records";
import { remember } from "../../state/library/known_tracks";

const AT_ONCE = 200;
const GATHERING_MS = 40;

export class RowTracks {
  /** Counts up when more is known. */
  readonly turn = signal(0);
  private readonly tracks = new Map<number, Track>();
  private readonly rows = new Map<string, number | null>();
  private readonly wanted = new Set<number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `onLost`: rows of this version are no longer answered, the map is another. */
  constructor(
    readonly version: string,
    private readonly onLost: () => void,
  ) {}

  trackAt(row: number): Track | undefined {
    return this.tracks.get(row);
  }

  /** Null where the track is not in the map, undefined while that is not known. */
  rowOf(trackId: string): number | null | undefined {
    return this.rows.get(trackId);
  }

  put(row: number, track: Track): void {
    this.tracks.set(row, track);
    this.rows.set(track.track_id, row);
  }

  /** Have these rows' tracks at hand soon; those asked for in one moment are one request. */
  want(rows: Iterable<number>): void {
    for (const row of rows) if (!this.tracks.has(row)) this.wanted.add(row);
    if (this.wanted.size > 0) this.timer ??= setTimeout(() => void this.askWanted(), GATHERING_MS);
  }

  /** The track of a row, asked for if need be; null when there is no answer. */
  async trackOf(row: number): Promise<Track | null> {
    if (!this.tracks.has(row)) await this.askFor([row]);
    return this.tracks.get(row) ?? null;
  }

  /** The tracks of these rows, in their order, asked for if need be; null when not all of them are known then. */
  async tracksOf(rows: readonly number[]): Promise<readonly Track[] | null> {
    const missing = rows.filter((row) => !this.tracks.has(row));
    for (let at = 0; at < missing.length; at += AT_ONCE) await this.askFor(missing.slice(at, at + AT_ONCE));
    const found = rows.flatMap((row) => this.tracks.get(row) ?? []);
    return found.length === rows.length ? found : null;
  }

  /** The rows of these tracks, in their order; null for what is not in the map or could not be asked. */
  async find(trackIds: readonly string[]): Promise<readonly (number | null)[]> {
    const missing = [...new Set(trackIds)].filter((id) => !this.rows.has(id));
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const ids = missing.slice(at, at + AT_ONCE);
      const query = `version=${encodeURIComponent(this.version)}&track_ids=${ids.map(encodeURIComponent).join(",")}`;
      const found = await this.ask<{ items: { track_id: string; row: number | null }[] }>(`rows?${query}`);
      for (const { track_id, row } of found?.items ?? []) this.rows.set(track_id, row);
    }
    return trackIds.map((id) => this.rows.get(id) ?? null);
  }

  private async askWanted(): Promise<void> {
    const rows = [...this.wanted].slice(0, AT_ONCE);
    for (const row of rows) this.wanted.delete(row);
    try {
      await this.askFor(rows);
    } finally {
      this.timer = undefined;
    }
    if (this.wanted.size > 0) this.want([]);
  }

  private async askFor(rows: readonly number[]): Promise<void> {
    const query = `version=${encodeURIComponent(this.version)}&rows=${rows.join(",")}`;
    const found = await this.ask<{ items: { row: number; track: Track }[] }>(`tracks?${query}`);
    if (!found) return;
    for (const { row, track } of found.items) this.put(row, track);
    remember(found.items.map(({ track }) => track));
    this.turn.value += 1;
  }

  /** Null when there is no answer: names are missing then, and the room is still there. */
  private async ask<Answer>(path: string): Promise<Answer | null> {
    try {
      return await getJson<Answer>(`/api/v1/map/${path}`);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      if (problem.status === 409) this.onLost();
      return null;
    }
  }
}
