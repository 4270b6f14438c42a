/** The live line to the server: activity up, slates down. */
import { signal } from "@preact/signals";
import { io, type Socket } from "socket.io-client";
import { getJson } from "../../api/client";
import type { ActivityEvent, Receipt, Slate } from "../../api/records";
import { mendEarlyEnds } from "./early_ends";
import { drain, getReady, lookForOlder, waitingEvents } from "./outbox";

/** `problem` says why nothing of a message could be taken. */
type Acknowledgement = Receipt & { readonly problem?: string };

export type LineState = "connecting" | "live" | "offline";

const ACKNOWLEDGED_WITHIN_MS = 10_000;
const RETRY_MS = 2_000;

export const line = signal<LineState>("connecting");
/** Version of the similarity index the server uses; views that show closeness load again when it changes. */
export const modelVersion = signal("");

/** The newest word of a playlist that changed, here or elsewhere. */
export interface PlaylistNews {
  readonly playlist_id: string;
  readonly revision: number;
  readonly is_deleted: boolean;
}
export const playlistNews = signal<PlaylistNews | null>(null);

let socket: Socket | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Get the listener's cookie first, then connect; both are tried again until they succeed. */
export async function goLive(onSlate: (slate: Slate) => void): Promise<void> {
  void waitingEvents().catch(reportStorage);
  addEventListener("pointerdown", getReady, true);
  while (!(await hasCookie())) {
    line.value = "offline";
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  const goOffline = () => {
    line.value = "offline";
  };
  socket = io("/live", { transports: ["websocket"], reconnectionDelayMax: 3_000 });
  socket.on("connect", () => {
    line.value = "live";
    lookForOlder();
    flush();
  });
  socket.on("disconnect", (reason) => {
    goOffline();
    // The server closed the line on purpose (it restarts): the client library would not come back by itself.
    if (reason === "io server disconnect") socket?.connect();
  });
  socket.on("connect_error", () => {
    goOffline();
    // Refused by the server (a cookie it no longer knows): the client library does not try again by itself.
    if (socket && !socket.active) setTimeout(() => void hasCookie().then(() => socket?.connect()), RETRY_MS);
  });
  mendEarlyEnds(socket, goOffline, RETRY_MS);
  socket.on("slate", onSlate);
  socket.on("playlist", (news: PlaylistNews) => {
    playlistNews.value = news;
  });
  socket.on("index", ({ model_version }: { model_version: string }) => {
    modelVersion.value = model_version;
  });
}

/** Send what waits; without an acknowledgement it is tried again. */
export function flush(): void {
  clearTimeout(retry);
  if (!socket?.connected) return;
  drain(emit)
    .then((isDone) => {
      if (!isDone) retry = setTimeout(flush, RETRY_MS);
    })
    .catch(reportStorage);
}

async function emit(events: readonly ActivityEvent[]): Promise<Receipt> {
  if (!socket?.connected) throw new Error("offline");
  const answer = (await socket.timeout(ACKNOWLEDGED_WITHIN_MS).emitWithAck("activity", events)) as Acknowledgement;
  if (answer.problem) console.warn("segue: activity not taken", answer.problem);
  return answer;
}

async function hasCookie(): Promise<boolean> {
  try {
    await getJson("/api/v1/listener");
    return true;
  } catch {
    return false;
  }
}

export function reportStorage(error: unknown): void {
  console.warn("segue: this browser keeps no activity", error);
}
