/** One smart playlist: its tracks as they are now, and its rules; or a new one. */
import { useEffect } from "preact/hooks";
import { deleteJson, getJson, postJson, putJson } from "../api/client";
import type { DeletedAnswer, NewSmart, SmartDetail } from "../api/schema";
import { ExportMenu } from "../components/export_menu";
import { Icon } from "../components/icon";
import { MoreOfList } from "../components/list_actions";
import { Problem, Skeleton } from "../components/states";
import { menuSays } from "../messages/menus";
import { smart as say } from "../messages/smart";
import { explain } from "../playlists/open_playlist";
import type { Part } from "../rules/long_lists";
import { emptyDefinition, zoneHere } from "../rules/smart";
import { useLoaded } from "../state/loading";
import { notify, notifyUndoable } from "../state/notices";
import { sharedTraits } from "../state/panels";
import { toPlaylists, toSmart } from "../state/paths";
import { enqueue, playInstead, shuffleInstead } from "../state/player/playback";
import { go, goQuery, place, route } from "../state/router";
import { useName } from "../state/title";
import { Editor } from "./editor";
import { factsOf, MadeTracks, Problems, SOURCE } from "./preview";
import "../styles/make.css";
import "../styles/playlists.css";
import "../styles/smart.css";

const ADDRESS = "/api/v1/smart-playlists";
const addressOf = (id: string): string => `${ADDRESS}/${encodeURIComponent(id)}`;

export default function SmartPage() {
  const id = route.value.id;
  return id === "new" ? <NewPage key={JSON.stringify(sharedTraits.value?.definition)} /> : <OnePage key={id} id={id} />;
}

function NewPage() {
  const shared = sharedTraits.value;
  // Left behind, they are forgotten: the next new list begins empty.
  useEffect(
    () => () => {
      if (route.peek().name !== "smart" || route.peek().id !== "new") sharedTraits.value = null;
    },
    [],
  );
  const make = async (wanted: NewSmart) => {
    try {
      const made = await postJson<SmartDetail>(ADDRESS, wanted);
      notify(say.saved(made.name));
      go(toSmart(made.playlist_id), { replace: true });
    } catch (refusal) {
      explain(refusal);
    }
  };
  return (
    <article class="page">
      <h1>{say.newTitle}</h1>
      {shared && (
        <p class="page-hint" role="status">
          {menuSays.inCommonFacts(shared.n_given_matching, shared.n_given, shared.n_library_matching)}
        </p>
      )}
      <Editor
        isNew
        of={{
          name: shared ? menuSays.inCommonTitle : say.unnamed,
          visibility: "private",
          definition: shared?.definition ?? emptyDefinition(),
        }}
        onSave={make}
        onCancel={() => go(toPlaylists("?which=smart"))}
      />
    </article>
  );
}

function OnePage({ id }: { id: string }) {
  const { data, problem, again } = useLoaded<SmartDetail>(addressOf(id));
  useName(data?.name ?? null);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!data) return <Skeleton kind="hero" />;
  const isEdited = data.is_own && place.value.query.get("edit") === "1";
  const save = async (wanted: NewSmart) => {
    const definition = { ...wanted.definition, time_zone: zoneHere() };
    try {
      await putJson<SmartDetail>(addressOf(id), { ...wanted, definition, revision: data.revision });
      notify(say.saved(wanted.name));
      goQuery({ edit: null });
      again();
    } catch (refusal) {
      explain(refusal);
    }
  };
  const { name, description, folder, visibility, definition } = data;
  return (
    <article class="page">
      <Head playlist={data} again={again} />
      {isEdited ? (
        <Editor
          isNew={false}
          of={{ name, description, folder, visibility, definition }}
          onSave={save}
          onCancel={() => goQuery({ edit: null })}
        />
      ) : (
        <>
          <Problems problems={data.made.problems} />
          <MadeTracks made={data.made} goesOn />
        </>
      )}
    </article>
  );
}

function Head({ playlist, again }: { playlist: SmartDetail; again: () => void }) {
  const tracks = playlist.made.items;
  const whole = { fetch: (part: Part) => fetchPart(playlist.playlist_id, part) };
  const isEmpty = tracks.length === 0;
  const refresh = () => postJson(`${addressOf(playlist.playlist_id)}/refresh`, {}).then(again, explain);
  const facts = [say.kind, factsOf(playlist.made), say.visibilities[playlist.visibility], say.by(playlist.is_own)];
  return (
    <header class="smart-head">
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
          disabled={isEmpty}
          onClick={() => playInstead(tracks, { source: SOURCE })}
        >
          <Icon name="play" filled />
          {say.play}
        </button>
        <button
          type="button"
          class="button"
          disabled={isEmpty}
          onClick={() => shuffleInstead(tracks, { source: SOURCE })}
        >
          <Icon name="shuffle" />
          {say.shuffle}
        </button>
        <button
          type="button"
          class="button"
          disabled={isEmpty}
          onClick={() => enqueue(tracks, { source: SOURCE }, "end")}
        >
          <Icon name="queueEnd" />
          {say.queue}
        </button>
        <ExportMenu whole={whole} name={playlist.name} />
        <MoreOfList name={playlist.name} whole={whole} />
        <button type="button" class="button" onClick={() => void exportFile(playlist)}>
          <Icon name="download" />
          {say.exportAs}
        </button>
        {playlist.is_own && (
          <>
            <button type="button" class="button" onClick={() => goQuery({ edit: "1" })}>
              <Icon name="edit" />
              {say.edit}
            </button>
            {playlist.definition.refresh !== "always" && (
              <button type="button" class="button" onClick={() => void refresh()}>
                {say.again}
              </button>
            )}
            <button type="button" class="button" onClick={() => void remove(playlist)}>
              <Icon name="clear" />
              {say.remove}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

async function fetchPart(id: string, { start, limit }: Part) {
  const { made } = await getJson<SmartDetail>(`${addressOf(id)}?start=${start}&limit=${limit}`);
  return { items: made.items, total: made.n_tracks };
}

/** Asked for first, so that a refusal is told in words and no page takes the place of this one. */
async function exportFile({ playlist_id }: SmartDetail): Promise<void> {
  try {
    const address = `${addressOf(playlist_id)}/export`;
    await getJson<unknown>(address);
    location.assign(address);
  } catch (refusal) {
    explain(refusal);
  }
}

async function remove({ playlist_id, name }: SmartDetail): Promise<void> {
  try {
    await deleteJson<DeletedAnswer>(addressOf(playlist_id));
    go(toPlaylists("?which=smart"));
    notifyUndoable(say.deleted(name), () => {
      postJson(`${addressOf(playlist_id)}/restore`, {}).then(() => go(toSmart(playlist_id)), explain);
    });
  } catch (refusal) {
    explain(refusal);
  }
}
