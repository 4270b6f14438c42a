/** The head of a playlist: cover, name, facts, and what can be done with the whole. */
import { useState } from "preact/hooks";
import { deleteJson, getJson, postJson } from "../api/client";
import type { DeletedAnswer, ListenerAnswer, PlaylistDetail, PlaylistPage } from "../api/schema";
import { ConfirmDialog } from "../components/confirm_dialog";
import { ExportMenu } from "../components/export_menu";
import { Icon } from "../components/icon";
import { MoreOfList } from "../components/list_actions";
import { list, page as say, visibility } from "../messages/playlists";
import type { Operation } from "../rules/playlists";
import { spokenLength } from "../rules/times";
import { notify, notifyUndoable } from "../state/notices";
import { toPlaylist, toPlaylists } from "../state/paths";
import { enqueue, playInstead, shuffleInstead } from "../state/player/playback";
import { go } from "../state/router";
import { type Details, DetailsDialog } from "./details_dialog";
import { Mosaic } from "./mosaic";
import { addressOf, explain } from "./open_playlist";
import { ShareDialog } from "./share_dialog";

const FROM = { source: "playlist" };

interface Props {
  readonly playlist: PlaylistDetail;
  readonly onDo: (operations: readonly Operation[]) => void;
}

export function PlaylistHead({ playlist, onDo }: Props) {
  const [dialog, setDialog] = useState<"details" | "share" | "leave" | null>(null);
  const [folders, setFolders] = useState<readonly string[]>([]);
  const close = () => setDialog(null);
  const tracks = playlist.entries.flatMap((entry) => entry.track ?? []);
  const length_s = playlist.entries.reduce((sum, entry) => sum + (entry.duration_s ?? 0), 0);
  const facts = [
    list.tracks(playlist.entries.length),
    length_s > 0 && spokenLength(length_s),
    playlist.n_missing > 0 && say.missing(playlist.n_missing),
    visibility[playlist.visibility],
    say.by(playlist),
  ];
  const edit = () => {
    setDialog("details");
    getJson<PlaylistPage>("/api/v1/playlists?limit=1").then(
      (answer) => setFolders(answer.folders),
      () => undefined, // the names are only offered
    );
  };
  return (
    <header class="hero">
      <Mosaic urls={playlist.cover_urls} size="hero" />
      <div class="hero-words">
        <h1 dir="auto">{playlist.name}</h1>
        {playlist.description && (
          <p class="hero-by playlist-about" dir="auto">
            {playlist.description}
          </p>
        )}
        <p class="hero-facts">{facts.filter(Boolean).join(" · ")}</p>
        <div class="hero-actions">
          <button
            type="button"
            class="button button-main"
            disabled={tracks.length === 0}
            onClick={() => playInstead(tracks, FROM)}
          >
            <Icon name="play" filled />
            {say.play}
          </button>
          <button
            type="button"
            class="button"
            disabled={tracks.length === 0}
            onClick={() => shuffleInstead(tracks, FROM)}
          >
            <Icon name="shuffle" />
            {say.shuffle}
          </button>
          <button
            type="button"
            class="button"
            disabled={tracks.length === 0}
            onClick={() => enqueue(tracks, FROM, "end")}
          >
            <Icon name="queueEnd" />
            {say.queue}
          </button>
          <ExportMenu address={`${addressOf(playlist.playlist_id)}/export`} />
          <MoreOfList name={playlist.name} whole={{ tracks }} />
          {playlist.may_edit && (
            <button type="button" class="button" onClick={edit}>
              <Icon name="edit" />
              {say.edit}
            </button>
          )}
          {playlist.is_own && (
            <button type="button" class="button" onClick={() => setDialog("share")}>
              <Icon name="people" />
              {say.share}
            </button>
          )}
          {playlist.is_own && (
            <button type="button" class="button" onClick={() => void remove(playlist)}>
              <Icon name="clear" />
              {say.remove}
            </button>
          )}
          {playlist.may_edit && !playlist.is_own && (
            <button type="button" class="button" onClick={() => setDialog("leave")}>
              <Icon name="close" />
              {say.leave}
            </button>
          )}
        </div>
      </div>
      {dialog === "details" && (
        <DetailsDialog
          of={playlist}
          isOwn={playlist.is_own}
          folders={folders}
          onSave={(details) => {
            close();
            const operations = changesOf(playlist, details);
            if (operations.length > 0) onDo(operations);
          }}
          onClose={close}
        />
      )}
      {dialog === "leave" && (
        <ConfirmDialog
          title={say.leaveTitle(playlist.name)}
          words={say.leaveWords}
          yes={say.leave}
          no={say.stay}
          onYes={() => void leave(playlist)}
          onNo={close}
        />
      )}
      {dialog === "share" && <ShareDialog playlist={playlist} onDo={onDo} onClose={close} />}
    </header>
  );
}

/** Only what was changed here: what others changed meanwhile stays. */
function changesOf(before: Details, after: Details): readonly Operation[] {
  return [
    ...(after.name.trim() !== before.name ? [{ kind: "rename", name: after.name.trim() } as const] : []),
    ...(after.description.trim() !== before.description
      ? [{ kind: "describe", description: after.description.trim() } as const]
      : []),
    ...(after.folder.trim() !== before.folder ? [{ kind: "file_in", folder: after.folder.trim() } as const] : []),
    ...(after.visibility !== before.visibility ? [{ kind: "show", visibility: after.visibility } as const] : []),
  ];
}

async function remove({ playlist_id, name }: PlaylistDetail): Promise<void> {
  try {
    await deleteJson<DeletedAnswer>(addressOf(playlist_id));
    go(toPlaylists());
    notifyUndoable(say.deleted(name), () => {
      postJson(`${addressOf(playlist_id)}/restore`, {}).then(() => go(toPlaylist(playlist_id)), explain);
    });
  } catch (refusal) {
    explain(refusal);
  }
}

async function leave({ playlist_id, name }: PlaylistDetail): Promise<void> {
  try {
    const { listener_id } = await getJson<ListenerAnswer>("/api/v1/listener");
    await postJson(`${addressOf(playlist_id)}/operations`, { operations: [{ kind: "dismiss", listener_id }] });
    go(toPlaylists());
    notify(say.left(name));
  } catch (refusal) {
    explain(refusal);
  }
}
