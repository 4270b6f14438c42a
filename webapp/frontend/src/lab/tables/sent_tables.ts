/** Tables on their way to the server, and what becomes of them there. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson, upload } from "../../api/client";
import { say } from "../../messages";
import { tables as words } from "../../messages/lab/tables";
import { askWhileShown } from "../../state/asking";
import { figure } from "../parts/numbers";
import type { SentTable, TablesAnswer } from "../records";

const ASK_AGAIN_MS = 2_000;
const REST_MS = 20_000;
const NEW_MS = 60_000;
const MEGABYTE = 1_000_000;

export interface Sending {
  readonly name: string;
  readonly share: number;
  readonly cancel: () => void;
}

export const tables = signal<TablesAnswer | null>(null);
export const sending = signal<Readonly<Record<string, Sending>>>({});
/** Why a topic's last table was not sent. */
export const refusals = signal<Readonly<Record<string, string>>>({});

export const tableOf = (topic: string): SentTable | null =>
  tables.value?.tables.find((each) => each.topic === topic) ?? null;

export const isOpen = (table: SentTable | null): boolean => table?.state === "waiting" || table?.state === "training";

export const megabytes = (): string => figure((tables.value?.limit_bytes ?? 0) / MEGABYTE, 0);

/** Ask what becomes of the tables, often while one is open, for as long as any form is shown; returns what ends that. */
const asking = askWhileShown(async () => {
  await readTables();
  return tables.peek()?.tables.some(isOpen) ? ASK_AGAIN_MS : REST_MS;
});
export const watchTables = asking.watch;

/** When each topic was published while somebody looked. */
const publishedAt = new Map<string, number>();

/** Whether a model came a moment ago: a player takes it up within seconds, and until then answers as before. */
export const isJustPublished = (topic: string): boolean =>
  tableOf(topic)?.state === "published" && Date.now() - (publishedAt.get(topic) ?? 0) < NEW_MS;

/** Without an answer what was known stays. */
async function readTables(): Promise<void> {
  try {
    const next = await getJson<TablesAnswer>("/api/v1/lab/tables");
    for (const { topic, state } of next.tables) {
      if (state === "published" && isOpen(tableOf(topic))) publishedAt.set(topic, Date.now());
    }
    tables.value = next;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
  }
}

export async function sendTable(topic: string, file: File): Promise<void> {
  const limit = tables.peek()?.limit_bytes;
  if (limit && file.size > limit) {
    putRefusal(topic, words.tooLarge(file.name, megabytes()));
    return;
  }
  const sent = upload(`/api/v1/lab/tables/${topic}`, file, (share) =>
    putSending(topic, { name: file.name, share, cancel: sent.cancel }),
  );
  putRefusal(topic, "");
  putSending(topic, { name: file.name, share: 0, cancel: sent.cancel });
  try {
    await sent.done;
    await asking.look();
  } catch (problem) {
    if (problem instanceof ApiProblem) putRefusal(topic, `${words.sendFailed(file.name)} ${why(problem)}`);
  }
  putSending(topic, null);
}

const why = (problem: ApiProblem): string => {
  if (problem.status === 413) return words.limit(megabytes());
  return problem.detail || (problem.isOffline ? say.states.offline : "");
};

function putSending(topic: string, next: Sending | null): void {
  const { [topic]: _, ...others } = sending.peek();
  sending.value = next ? { ...others, [topic]: next } : others;
}

function putRefusal(topic: string, text: string): void {
  refusals.value = { ...refusals.peek(), [topic]: text };
}
