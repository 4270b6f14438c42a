/** Listening histories on their way to the server, one after the other, and what becomes of them there. */
import { computed, signal } from "@preact/signals";
import { ApiProblem, getJson, upload } from "../api/client";
import type { HistoryImport, HistoryImports } from "../api/records";
import { say } from "../messages";
import { settingsSays } from "../messages/settings";
import { importable, isOpen } from "../rules/history_imports";
import { askWhileShown } from "../state/asking";
import { notify } from "../state/notices";

const words = settingsSays.history;
const LOOK_AGAIN_MS = 1_000;
const REST_MS = 20_000;
const MEGABYTE = 1_000_000;

export interface Sending {
  readonly name: string;
  readonly share: number;
  readonly cancel: () => void;
}

interface Wish {
  readonly file: File;
  readonly isDryRun: boolean;
  /** The import of which the file is sent once more; what cannot be sent stays its file. */
  readonly again?: string;
}

export const imports = signal<readonly HistoryImport[] | null>(null);
export const sending = signal<Sending | null>(null);
/** Files that come after the one on its way. */
export const waiting = signal<readonly Wish[]>([]);
/** Why files were not sent. */
export const refusals = signal<readonly string[]>([]);
const limit_bytes = signal(0);
/** The files of what was sent from here, as long as they may be sent again. */
const files = signal<ReadonlyMap<string, File>>(new Map());

export const megabytes = computed(() => Math.round(limit_bytes.value / MEGABYTE).toLocaleString("en"));
export const toImport = computed(() => importable(imports.value ?? [], (id) => files.value.has(id)));
export const fileOf = (one: HistoryImport): File | undefined => files.value.get(one.import_id);

let isRunning = false;

/** Ask what becomes of the imports for as long as they are shown; returns what ends that. */
export const { watch: watchImports } = askWhileShown(async () => {
  await readImports();
  return imports.peek()?.some(isOpen) ? LOOK_AGAIN_MS : REST_MS;
});

/** Without an answer what was known stays. */
async function readImports(): Promise<void> {
  try {
    const told = await getJson<HistoryImports>("/api/v1/history/imports");
    imports.value = told.items;
    limit_bytes.value = told.limit_bytes;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
  }
}

/** Have these looked at, one after the other. */
export function lookAt(chosen: readonly File[]): void {
  refusals.value = [];
  line(chosen.map((file) => ({ file, isDryRun: true })));
}

/** Import everything that was looked at and would bring something new. */
export function importThese(): void {
  line(toImport.peek().flatMap((one) => wishOf(one, false)));
}

export function tryAgain(one: HistoryImport): void {
  line(wishOf(one, one.dry_run));
}

/** A file is sent again once: what comes of it has an entry of its own. */
function wishOf(one: HistoryImport, isDryRun: boolean): readonly Wish[] {
  const file = fileOf(one);
  if (!file) return [];
  const left = new Map(files.peek());
  left.delete(one.import_id);
  files.value = left;
  return [{ file, isDryRun, again: one.import_id }];
}

function line(wishes: readonly Wish[]): void {
  waiting.value = [...waiting.peek(), ...wishes];
  if (!isRunning) void run();
}

async function run(): Promise<void> {
  isRunning = true;
  try {
    while (waiting.peek().length > 0) {
      const [wish, ...others] = waiting.peek();
      waiting.value = others;
      if (wish) await send(wish);
    }
  } finally {
    isRunning = false;
  }
}

async function send({ file, isDryRun, again }: Wish): Promise<void> {
  if (limit_bytes.peek() && file.size > limit_bytes.peek()) return refuse(words.tooLarge(file.name, megabytes.peek()));
  const put = (share: number) => {
    sending.value = { name: file.name, share, cancel: sent.cancel };
  };
  const sent = upload(`/api/v1/history/import?dry_run=${isDryRun}`, file, put);
  put(0);
  try {
    const { import_id } = JSON.parse(await sent.done) as HistoryImport;
    files.value = new Map([...files.peek(), [import_id, file]]);
    await readImports();
    sending.value = null;
    await untilEnded(import_id);
  } catch (problem) {
    if (again) files.value = new Map([...files.peek(), [again, file]]);
    if (problem instanceof ApiProblem) refuse(`${words.notSent(file.name)} ${why(problem)}`);
    sending.value = null;
  }
}

/** The server takes one file of a listener at a time. */
async function untilEnded(import_id: string): Promise<void> {
  for (;;) {
    const one = imports.peek()?.find((each) => each.import_id === import_id);
    if (!one) return;
    if (!isOpen(one)) {
      if (one.state === "done" && !one.dry_run) {
        forgetFile(import_id);
        notify(words.done(one.new));
      }
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    await readImports();
  }
}

function forgetFile(import_id: string): void {
  files.value = new Map([...files.peek()].filter(([id]) => id !== import_id));
}

function refuse(text: string): void {
  refusals.value = [...refusals.peek(), text];
}

const why = (problem: ApiProblem): string => {
  if (problem.status === 413) return words.limit(megabytes.peek());
  return problem.detail || (problem.isOffline ? say.states.offline : "");
};
