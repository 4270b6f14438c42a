/** All playlists: one's own, or the public ones; made, imported, and found by folder. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { postJson, upload } from "../api/client";
import type { ImportAnswer, PlaylistAnswer, PlaylistDetail, PlaylistPage, SmartDetail } from "../api/schema";
import { CardWall } from "../components/cards/card_wall";
import { Icon } from "../components/icon";
import { Empty, Problem, Skeleton } from "../components/states";
import { list as say } from "../messages/playlists";
import { smart } from "../messages/smart";
import { zoneHere } from "../rules/smart";
import { SmartWall } from "../smart/smart_wall";
import { WindowedList } from "../state/library/windows";
import { useLoaded, useReturn } from "../state/loading";
import { mayWrite } from "../state/me";
import { notify } from "../state/notices";
import { toPlaylist, toPlaylists, toSmart } from "../state/paths";
import { go, place } from "../state/router";
import { playlistNews } from "../state/stream/live";
import { type Details, DetailsDialog } from "./details_dialog";
import { explain } from "./open_playlist";
import { PlaylistCard } from "./playlist_card";
import "../styles/playlists.css";
import "../styles/smart.css";

const KINDS = ["mine", "public", "smart"] as const;
const WORDS = { mine: say.mine, public: say.public, smart: smart.tab } as const;

export default function PlaylistsPage() {
  const which = KINDS.find((kind) => kind === place.value.query.get("which")) ?? "mine";
  const folder = which === "mine" ? place.value.query.get("folder") : null;
  const filter = folder === null ? "" : `&folder=${encodeURIComponent(folder)}`;
  const { data, again } = useLoaded<PlaylistPage>("/api/v1/playlists?limit=1", true);
  const news = playlistNews.value;
  useEffect(() => {
    if (news) again();
  }, [news, again]);
  const folders = data?.folders ?? [];
  return (
    <div class="page page-full">
      <header class="page-head">
        <h1>{say.title}</h1>
        <nav class="tabs" aria-label={say.label}>
          {KINDS.map((kind) => (
            <a
              key={kind}
              class={kind === which ? "tab is-here" : "tab"}
              href={toPlaylists(kind === "mine" ? "" : `?which=${kind}`)}
              aria-current={kind === which ? "page" : undefined}
            >
              {WORDS[kind]}
            </a>
          ))}
        </nav>
        {mayWrite.value && <Actions folders={folders} />}
      </header>
      {which === "mine" && folders.length > 0 && <Folders folders={folders} folder={folder} />}
      {which === "smart" ? (
        <SmartWall />
      ) : (
        <Wall address={`/api/v1/playlists?which=${which}${filter}`} which={which} isFolder={folder !== null} />
      )}
    </div>
  );
}

function Actions({ folders }: { folders: readonly string[] }) {
  const [isMaking, setMaking] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const make = async (details: Details) => {
    try {
      const made = await postJson<PlaylistDetail>("/api/v1/playlists", details);
      setMaking(false);
      go(toPlaylist(made.playlist_id));
    } catch (refusal) {
      explain(refusal);
    }
  };
  return (
    <div class="playlist-actions">
      <button type="button" class="button button-main" onClick={() => setMaking(true)}>
        <Icon name="plus" />
        {say.make}
      </button>
      <a class="button" href={toSmart("new")}>
        <Icon name="plus" />
        {smart.make}
      </a>
      <button type="button" class="button" title={say.importHint} onClick={() => chooser.current?.click()}>
        <Icon name="upload" />
        {say.importFile}
      </button>
      <input
        ref={chooser}
        class="only-heard"
        type="file"
        accept=".m3u,.m3u8,.xspf,.jspf,.json,.nsp"
        tabIndex={-1}
        aria-label={say.importHint}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void importFile(file);
        }}
      />
      {isMaking && (
        <DetailsDialog
          isOwn
          folders={folders}
          onSave={(details) => void make(details)}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

async function importFile(file: File): Promise<void> {
  notify(say.importing(file.name));
  try {
    if (file.name.toLowerCase().endsWith(".nsp")) return await importSmart(file);
    const text = await upload("/api/v1/playlist-files", file, () => undefined).done;
    const { playlist, n_found, n_missing } = JSON.parse(text) as ImportAnswer;
    notify(say.imported(playlist.name, n_found, n_missing));
    go(toPlaylist(playlist.playlist_id));
  } catch (refusal) {
    explain(refusal);
  }
}

async function importSmart(file: File): Promise<void> {
  const address = `/api/v1/smart-playlist-files?time_zone=${encodeURIComponent(zoneHere())}`;
  const made = JSON.parse(await upload(address, file, () => undefined).done) as SmartDetail;
  notify(smart.saved(made.name));
  go(toSmart(made.playlist_id));
}

function Folders({ folders, folder }: { folders: readonly string[]; folder: string | null }) {
  return (
    <nav class="chips mood-filter" aria-label={say.folders}>
      {[null, ...folders].map((name) => (
        <a
          key={name ?? ""}
          class={name === folder ? "chip chip-live" : "chip"}
          href={toPlaylists(name === null ? "" : `?folder=${encodeURIComponent(name)}`)}
          aria-current={name === folder ? "true" : undefined}
          dir="auto"
        >
          {name ?? say.allFolders}
        </a>
      ))}
    </nav>
  );
}

function Wall({ address, which, isFolder }: { address: string; which: "mine" | "public"; isFolder: boolean }) {
  const list = useMemo(() => new WindowedList<PlaylistAnswer>(address), [address]);
  useEffect(() => {
    list.look(0, 30);
    return () => list.close();
  }, [list]);
  const news = playlistNews.value;
  const heard = useRef(news);
  useEffect(() => {
    if (news && news !== heard.current) list.renew();
    heard.current = news;
  }, [news, list]);
  const look = useCallback((from: number, to: number) => list.look(from, to), [list]);
  const total = list.total.value;
  useReturn(list.problem.value, list.retry);
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={list.retry} />;
  if (total === null) return <Skeleton kind="card" count={12} />;
  if (total === 0 && isFolder) return <Empty icon="folder" title={say.noneInFolder} />;
  if (total === 0) {
    if (which === "public") return <Empty icon="playlist" title={say.noPublic} hint={say.noPublicHint} />;
    return <Empty icon="playlist" title={say.none} hint={mayWrite.value ? say.noneHint : say.guestHint} />;
  }
  void list.arrivals.value;
  return (
    <CardWall count={total} label={say.title} onLook={look}>
      {(at) => {
        const item = list.item(at);
        return item ? (
          <PlaylistCard key={item.playlist_id} playlist={item} />
        ) : (
          <div key={at} class="card skeleton skeleton-card" />
        );
      }}
    </CardWall>
  );
}
