/** Files that scans kept aside: why, what to do, and another try. */
import { useEffect, useState } from "preact/hooks";
import { getJson, postJson } from "../../api/client";
import type { RejectedAnswer, RejectedPage, RetryAnswer } from "../../api/schema";
import { Problem, Skeleton } from "../../components/states";
import { aside as words } from "../../messages/folders";
import { useLoaded } from "../../state/loading";
import { notify } from "../../state/notices";
import { asCalled } from "../../state/program";
import { changes, look } from "./folders";
import { whyNot } from "./library_row";

const ADDRESS = "/api/v1/rejected?limit=50";

export function RejectedList({ names }: { names: ReadonlyMap<string, string> }) {
  const { data, problem, again } = useLoaded<RejectedPage>(ADDRESS, true);
  const [more, setMore] = useState<readonly RejectedPage[]>([]);
  const changed = changes.value;
  useEffect(() => {
    setMore([]);
    again();
  }, [changed, again]);
  const pages = data ? [data, ...more] : [];
  const cursor = pages.at(-1)?.next_cursor ?? null;
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => notify(whyNot(error), "problem"));
  const retry = async (which: { readonly track_ids: readonly string[] } | { readonly all: true }) => {
    const { n_files, n_outside } = await postJson<RetryAnswer>("/api/v1/rejected/retry", which);
    notify(n_files || !n_outside ? words.retried(n_files) : words.outsideToo(n_outside));
    await look();
  };
  const showMore = async () =>
    setMore([...more, await getJson<RejectedPage>(`${ADDRESS}&cursor=${encodeURIComponent(cursor ?? "")}`)]);
  return (
    <section class="folders-part">
      <h2>{words.title}</h2>
      {problem ? <Problem problem={problem} again={again} /> : !data && <Skeleton kind="line" count={2} />}
      {data?.total === 0 && <p class="folder-quiet">{words.none}</p>}
      {data && data.total > 0 && (
        <>
          <div class="folder-buttons">
            <p class="folder-quiet">{words.hint}</p>
            <button type="button" class="button" onClick={() => attempt(() => retry({ all: true }))}>
              {words.retryAll(data.total)}
            </button>
          </div>
          <ul class="folders" aria-label={words.list}>
            {pages.flatMap((page) =>
              page.items.map((file) => (
                <RejectedRow
                  key={file.track_id}
                  file={file}
                  library={names.get(file.library_id)}
                  onRetry={() => attempt(() => retry({ track_ids: [file.track_id] }))}
                />
              )),
            )}
          </ul>
          {cursor && (
            <button type="button" class="button" onClick={() => attempt(showMore)}>
              {words.more}
            </button>
          )}
        </>
      )}
    </section>
  );
}

interface RowProps {
  readonly file: RejectedAnswer;
  readonly library: string | undefined;
  readonly onRetry: () => void;
}

function RejectedRow({ file, library, onRetry }: RowProps) {
  return (
    <li class="rejected">
      <div class="folder-what">
        <p class="folder-path" dir="ltr">
          {file.path}
        </p>
        <p class="folder-quiet">
          <strong class="rejected-reason">{file.reason}</strong>
          {` · ${library === undefined ? words.outside : words.inLibrary(library)}`}
        </p>
        <p class="rejected-advice">{asCalled(file.advice)}</p>
        {file.detail && (
          <p class="folder-quiet" dir="auto">
            {file.detail}
          </p>
        )}
      </div>
      {library !== undefined && (
        <button type="button" class="button" aria-label={words.retryLabel(file.path)} onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </li>
  );
}
