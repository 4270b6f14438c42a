/** One place that talks HTTP: JSON in, problem details turned into an error with words for the listener. */

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
  }

  /** No answer at all: the server is away or the network is. */
  get isOffline(): boolean {
    return this.status === 0;
  }
}

export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return readAnswer<Answer>(await reach(path, signal ? { signal } : {}));
}

export async function postJson<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const init = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  return readAnswer<Answer>(await reach(path, signal ? { ...init, signal } : init));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "", "");
  }
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw problemOf(response.status, await response.text());
  return (await response.json()) as Answer;
}

export function problemOf(status: number, body: string): ApiProblem {
  try {
    const problem = JSON.parse(body) as { title?: string; detail?: string };
    return new ApiProblem(status, problem.title ?? "", problem.detail ?? "");
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
