/** What rolls out beside a chosen track: what it is, what it is like, what is near it, and what it is connected to. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../api/client";
import { Icon, IconButton } from "../../components/icon";
import { MoreButton } from "../../components/menu/more_button";
import { Problem, Skeleton } from "../../components/states";
import { Cover } from "../../components/tracks/cover";
import { LikeButton } from "../../components/tracks/like_button";
import { ArtistLink, TitleLink, titleOf } from "../../components/tracks/names";
import { anchorText } from "../../make/anchors";
import { say } from "../../messages";
import { radioSays } from "../../messages/moods";
import { roomSays } from "../../messages/room/room";
import { selectingSays } from "../../messages/room/selecting";
import { enqueue, playNow } from "../../state/player/playback";
import { playRadio } from "../../state/stream/radio";
import { nodeProblem } from "../chosen_node";
import { focusRoom } from "../focus";
import type { NodeAnswer } from "../map/records";
import { openMap } from "../map/store";
import { ownPlaces, putBack } from "../own/own_places";
import { openView } from "../picture";
import { selectedRows, toggleRow } from "../selecting/selected";
import { choose, chosenId, node, wantedView } from "../state";
import { Connections } from "./connections";
import { Knobs } from "./knobs";
import { Neighbours } from "./neighbours";
import { Quantities } from "./quantities";

const FROM = { source: "room" };

export function NodePanel() {
  const id = chosenId.value;
  const now = node.value;
  const panel = useRef<HTMLElement>(null);
  const close = useCallback(() => {
    choose("", { stay: true });
    focusRoom();
  }, []);
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 });
  }, [id]);
  if (!id) return null;
  return (
    <section class="room-panel" aria-label={roomSays.node.label} ref={panel} data-scrolls>
      <div class="room-panel-close">
        <IconButton icon="close" label={roomSays.node.close} onPress={close} />
      </div>
      {now?.track.track_id === id ? <Opened key={id} now={now} /> : <Waiting />}
    </section>
  );
}

/** A small library has none with a name, so one is not between them either. */
const hasParts = (): boolean => (openMap.value?.map.regions.length ?? 0) > 0;

function Waiting() {
  const problem = nodeProblem.value;
  if (problem instanceof ApiProblem && problem.status === 404) {
    return (
      <div class="room-panel-part" role="alert">
        <h2>{roomSays.node.notThere}</h2>
        <p class="room-quiet">{problem.detail || roomSays.node.notThereHint}</p>
      </div>
    );
  }
  if (problem) return <Problem problem={problem} again={() => choose("", { stay: true })} />;
  return <Skeleton kind="pick" count={4} />;
}

function Opened({ now }: { now: NodeAnswer }) {
  const { track, region } = now;
  const title = titleOf(track);
  const [hasKnobs, setKnobs] = useState(false);
  return (
    <>
      <div class="room-song">
        <button
          type="button"
          class="room-song-cover"
          aria-label={roomSays.node.play(title)}
          onClick={() => playNow([track], FROM)}
        >
          <Cover url={track.cover_url} size="card" isEager />
          <span class="pick-play-mark">
            <Icon name="play" filled />
          </span>
        </button>
        <div class="room-names">
          <h2>
            <TitleLink track={track} />
          </h2>
          <ArtistLink track={track} />
          <p class="room-quiet" dir="auto">
            {region ? roomSays.node.region(region) : hasParts() && roomSays.node.nowhere}
          </p>
        </div>
      </div>
      <div class="room-actions">
        <button type="button" class="button button-main" onClick={() => playNow([track], FROM)}>
          <Icon name="play" filled />
          {say.menu.play}
        </button>
        <IconButton icon="queueEnd" label={say.menu.queue} onPress={() => enqueue([track], FROM, "end")} />
        <LikeButton track={track} origin={FROM} />
        <IconButton
          icon="flow"
          label={radioSays.of(title)}
          onPress={() => void playRadio({ like: anchorText({ kind: "track", id: track.track_id }), name: title })}
        />
        <IconButton
          icon={selectedRows.value.has(now.row) ? "check" : "lasso"}
          label={selectingSays.add(title)}
          pressed={selectedRows.value.has(now.row)}
          onPress={() => toggleRow(now.row)}
        />
        <IconButton icon="room" label={roomSays.node.fly} onPress={() => openView.peek()?.flyToRow(now.row)} />
        <MoreButton track={track} source={FROM.source} />
      </div>
      {ownPlaces.value.has(track.track_id) && (
        <button type="button" class="chip chip-large" onClick={() => putBack(track.track_id, title)}>
          {roomSays.own.home}
        </button>
      )}
      <Quantities quantities={now.quantities} />
      <section class="room-panel-part">
        <button
          type="button"
          class="room-fold"
          aria-expanded={hasKnobs}
          aria-controls={hasKnobs ? "room-knobs" : undefined}
          onClick={() => setKnobs(!hasKnobs)}
        >
          <Icon name={hasKnobs ? "up" : "down"} />
          {roomSays.knobs.title}
        </button>
        {hasKnobs && <Knobs id="room-knobs" track={track} />}
      </section>
      {wantedView.value !== "list" && <Neighbours now={now} />}
      <Connections now={now} />
    </>
  );
}
