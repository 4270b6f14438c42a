/** Who listens in this browser, and what they may do. */
import { computed, signal } from "@preact/signals";
import { getJson, onLoginNeeded, postJson } from "../api/client";
import type { MeAnswer } from "../api/records";
import { say } from "../messages";
import { forgetListener } from "./forgetting";
import { notify } from "./notices";
import { save, saved } from "./saved";

/** Null until the server has said who it is; without an answer the page goes on as it was. */
export const me = signal<MeAnswer | null>(null);
/** Whether the server has said who it is, or could not be asked. */
export const isMeAsked = signal(false);
export const isLoggedOut = computed(() => me.value?.is_known === false);
export const mayWrite = computed(() => me.value?.scopes.includes("write") ?? true);
export const isAdmin = computed(() => me.value?.scopes.includes("admin") ?? true);

/** Whether something may be kept for who listens; a guest is told that nothing is. */
export function mayKeep(): boolean {
  if (!mayWrite.peek()) notify(say.guest, "problem");
  return mayWrite.peek();
}

const NOBODY: MeAnswer = {
  is_known: false,
  has_login: true,
  listener_id: "",
  name: "",
  role: null,
  scopes: [],
  has_password: false,
  providers: [],
};

onLoginNeeded(() => {
  if (me.peek()?.is_known !== false) void askMe(NOBODY);
});

/** Ask who it is; what the browser keeps of another listener is forgotten first. */
export async function askMe(otherwise: MeAnswer | null = null): Promise<void> {
  try {
    await enter(await getJson<MeAnswer>("/api/v1/me"));
  } catch {
    if (otherwise) me.value = otherwise;
    isMeAsked.value = true;
  }
}

/** Who listens, as far as is known; empty where nobody was ever known here. */
export const listenerId = (): string => me.peek()?.listener_id || saved("listener", "");

export async function logOut(): Promise<void> {
  await postJson("/api/v1/logout", {});
  await forgetListener();
  location.assign("/");
}

/** Go on as somebody who has just been let in: everything the page knew belongs to nobody, so it starts anew. */
export function arriveAs(address: string): void {
  location.assign(address);
}

async function enter(answer: MeAnswer): Promise<void> {
  const before = saved("listener", "");
  if (answer.listener_id && before && before !== answer.listener_id) {
    await forgetListener();
    location.reload();
    return;
  }
  if (answer.listener_id) save("listener", answer.listener_id);
  me.value = answer;
  isMeAsked.value = true;
}
