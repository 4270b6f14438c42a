/** One place that talks HTTP: JSON in, problem details turned into an error with words for the listener. */

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** The last part of the problem's type, as `not-ready`; empty where there is none. */
    readonly kind = "",
  ) {
    super(detail || title);
  }

  /** No answer at all, or only a proxy's: the server is away or the network is. */
  get isOffline(): boolean {
    return [0, 502, 504].includes(this.status);
  }
}

export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return readAnswer<Answer>(await reach(path, signal ? { signal } : {}));
}

/** An answer in a form of its own. */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const init = { headers: { accept: "*/*" }, ...(signal && { signal }) };
  const response = await reach(path, init);
  if (!response.ok) await readAnswer(response);
  return response.arrayBuffer();
}

export async function postJson<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const init = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  return readAnswer<Answer>(await reach(path, signal ? { ...init, signal } : init));
}

/** What is answered with a file. */
export async function postForFile(path: string, body: unknown): Promise<Blob> {
  const headers = { "content-type": "application/json" };
  const response = await reach(path, { method: "POST", body: JSON.stringify(body), headers });
  if (!response.ok) throw problemOf(response.status, await response.text());
  return response.blob();
}

/** A request that says all in its method and path. */
export async function sendJson<Answer>(method: "PUT" | "DELETE", path: string): Promise<Answer> {
  return readAnswer<Answer>(await reach(path, { method }));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "", "");
  }
}

/** Browsers let no more than 64 kB of requests outlive a page. */
const MAX_KEPT_ALIVE_BYTES = 60_000;

/** `keepalive` lets it arrive even when the page is closed meanwhile. */
export async function putJson<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const text = JSON.stringify(body);
  const keepalive = new Blob([text]).size < MAX_KEPT_ALIVE_BYTES;
  return readAnswer<Answer>(await reach(path, { method: "PUT", body: text, headers, keepalive }));
}

export async function patchJson<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return readAnswer<Answer>(await reach(path, { method: "PATCH", body: JSON.stringify(body), headers }));
}

export const deleteJson = <Answer>(path: string): Promise<Answer> => sendJson<Answer>("DELETE", path);

let tellLoginNeeded = (): void => undefined;

/** Call `tell` whenever the server says that nobody is logged in, or no longer. */
export function onLoginNeeded(tell: () => void): void {
  tellLoginNeeded = tell;
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) {
    const text = await response.text();
    if (response.status === 401 && text.includes("login-needed")) tellLoginNeeded();
    throw problemOf(response.status, text);
  }
  return (await response.json()) as Answer;
}

export function problemOf(status: number, body: string): ApiProblem {
  try {
    const problem = JSON.parse(body) as { title?: string; detail?: string; type?: string };
    const kind = problem.type?.split(":").at(-1) ?? "";
    return new ApiProblem(status, problem.title ?? "", problem.detail ?? "", kind);
  } catch {
    return new ApiProblem(status, "", "");
  }
}

export interface Upload {
  readonly done: Promise<string>;
  readonly cancel: () => void;
}

/** Post a file and report how much of it is up; XMLHttpRequest because fetch cannot report that. */
export function upload(path: string, file: File, onShare: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<string>((resolve, reject) => {
    request.upload.onprogress = (event) => onShare(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () =>
      request.status < 300 ? resolve(request.responseText) : reject(problemOf(request.status, request.responseText));
    request.onerror = () => reject(new ApiProblem(0, "", ""));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
  });
  const form = new FormData();
  form.append("file", file);
  request.open("POST", path);
  request.send(form);
  return { done, cancel: () => request.abort() };
}
