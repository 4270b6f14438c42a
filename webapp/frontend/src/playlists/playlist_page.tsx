/** One playlist: what it is, what is in it, and what can be done with it; what others do to it appears at once. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { postJson } from "../api/client";
import type { Track } from "../api/records";
import type { PlaylistDetail } from "../api/schema";
import { Icon } from "../components/icon";
import { Empty, Problem, Skeleton } from "../components/states";
import { page as say } from "../messages/playlists";
import { useReturn } from "../state/loading";
import { notify } from "../state/notices";
import { toLibrary, toPlaylist } from "../state/paths";
import { go, place, route } from "../state/router";
import { line, playlistNews } from "../state/stream/live";
import { useName } from "../state/title";
import { addTracks, type Choice } from "./adding";
import { EntryList } from "./entry_list";
import { addressOf, explain, OpenPlaylist } from "./open_playlist";
import { PlaylistHead } from "./playlist_head";
import { type Twice, TwiceDialog } from "./twice_dialog";
import "../styles/playlists.css";

export default function PlaylistPage() {
  const id = route.value.id;
  const open = useMemo(() => new OpenPlaylist(id), [id]);
  const isLive = line.value === "live";
  // Also when the line is back: what was told meanwhile was not heard.
  useEffect(() => {
    void open.load();
  }, [open, isLive]);
  useEffect(() => () => open.close(), [open]);
  const news = playlistNews.value;
  useEffect(() => {
    if (news) open.hear(news);
  }, [news, open]);
  const playlist = open.shown.value;
  const problem = open.problem.value;
  useReturn(problem, open.load);
  useName(playlist?.name ?? null);
  const invitation = place.value.query.get("invitation");
  if (invitation && !playlist?.may_edit && (playlist || problem)) {
    return <Invited id={id} invitation={invitation} onJoined={(joined) => open.show(joined)} />;
  }
  if (problem) return <Problem problem={problem} again={() => void open.load()} isPage />;
  if (!playlist) return <Skeleton kind="hero" />;
  return <Shown open={open} playlist={playlist} />;
}

function Shown({ open, playlist }: { open: OpenPlaylist; playlist: PlaylistDetail }) {
  const [twice, setTwice] = useState<Twice | null>(null);
  const add = async (tracks: readonly Track[], after: string | null) => {
    const ask = (n_twice: number) =>
      new Promise<Choice | null>((choose) => {
        setTwice({ name: playlist.name, n_twice, n_all: tracks.length, choose });
      }).finally(() => setTwice(null));
    try {
      const added = await addTracks(playlist.playlist_id, tracks, ask, after);
      if (added.playlist) open.show(added.playlist);
    } catch (refusal) {
      explain(refusal);
    }
  };
  return (
    <article class="page">
      <PlaylistHead playlist={playlist} onDo={(operations) => void open.do(operations)} />
      {playlist.entries.length === 0 && (
        <Empty icon="playlist" title={say.empty} hint={say.emptyHint}>
          <a class="button" href={toLibrary("tracks")}>
            {say.toLibrary}
          </a>
        </Empty>
      )}
      <EntryList
        playlist={playlist}
        onDo={(operations) => void open.do(operations)}
        onAdd={(tracks, after) => void add(tracks, after)}
      />
      {twice && <TwiceDialog twice={twice} />}
    </article>
  );
}

interface InvitedProps {
  readonly id: string;
  readonly invitation: string;
  readonly onJoined: (playlist: PlaylistDetail) => void;
}

function Invited({ id, invitation, onJoined }: InvitedProps) {
  const join = async () => {
    try {
      const playlist = await postJson<PlaylistDetail>(`${addressOf(id)}/join`, { invitation });
      onJoined(playlist);
      go(toPlaylist(id), { replace: true });
      notify(
        playlist.may_edit ? say.joined(playlist.name) : say.badInvitation,
        playlist.may_edit ? "plain" : "problem",
      );
    } catch (refusal) {
      explain(refusal);
    }
  };
  return (
    <div class="page">
      <Empty icon="people" title={say.invited} isPage>
        <button type="button" class="button button-main" onClick={() => void join()}>
          <Icon name="people" />
          {say.join}
        </button>
      </Empty>
    </div>
  );
}
