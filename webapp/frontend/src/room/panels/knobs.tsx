/** Knobs of a track: turned, they show where songs like that live, and which real ones are nearest. */
import { useEffect, useId, useState } from "preact/hooks";
import type { Track } from "../../api/records";
import { Skeleton } from "../../components/states";
import { FAR_BELOW, roomSays } from "../../messages/room/room";
import { wishSays } from "../../messages/room/wishes";
import { askGhost, ghostProblem, letGhostGo, type Wish } from "../asking_ghost";
import type { GhostAnswer, Knob } from "../map/records";
import { ghost } from "../state";
import { GhostSongs } from "./ghost_songs";

/** The chart of the plays here. */
const OWN_CHART = "own";
const STEPS = 200;

export function Knobs({ id, track }: { id: string; track: Track }) {
  const [wish, setWish] = useState<Wish>({});
  const now = ghost.value;
  useEffect(() => askGhost(track.track_id, wish), [track, wish]);
  useEffect(() => letGhostGo, []);
  return (
    <div class="room-knobs" id={id}>
      <p class="room-quiet">{roomSays.knobs.hint}</p>
      {!now && !ghostProblem.value && <Skeleton kind="row" count={4} />}
      {now?.knobs.map((knob) => (
        <KnobSlider
          key={knob.name}
          knob={knob}
          value={wish[knob.name] ?? knob.value ?? (knob.low + knob.high) / 2}
          onTurn={(value) => setWish((before) => ({ ...before, [knob.name]: value }))}
        />
      ))}
      <button type="button" class="button" disabled={Object.keys(wish).length === 0} onClick={() => setWish({})}>
        {roomSays.knobs.reset}
      </button>
      {ghostProblem.value && <p class="room-problem">{roomSays.knobs.failed}</p>}
      {now && <Ghost now={now} track={track} />}
    </div>
  );
}

interface SliderProps {
  readonly knob: Knob;
  readonly value: number;
  readonly onTurn: (value: number) => void;
}

function KnobSlider({ knob, value, onTurn }: SliderProps) {
  const id = useId();
  const { name, unit, low, high, original } = knob;
  const words = roomSays.value(value, unit);
  return (
    <div class="room-knob">
      <label for={id}>{roomSays.quantity(name)}</label>
      <input
        id={id}
        type="range"
        min={low}
        max={high}
        step={(high - low) / STEPS}
        value={value}
        aria-valuetext={roomSays.knobs.value(
          words,
          original === null ? roomSays.unknown : roomSays.value(original, unit),
        )}
        onInput={(event) => onTurn(event.currentTarget.valueAsNumber)}
        onDblClick={() => original !== null && onTurn(original)}
      />
      <output for={id}>{words}</output>
    </div>
  );
}

function howLike({ is_empty, n_like, nearest }: GhostAnswer): string {
  if (is_empty) return roomSays.knobs.empty;
  const isFar = nearest.every(({ closeness }) => closeness < FAR_BELOW);
  return isFar ? roomSays.knobs.far : roomSays.knobs.like(n_like);
}

function Ghost({ now, track }: { now: GhostAnswer; track: Track }) {
  return (
    <>
      <p class={now.is_empty ? "room-like is-empty" : "room-like"} role="status">
        {howLike(now)}
      </p>
      {now.popularity && (
        <p class="room-quiet">
          {roomSays.knobs.popularity(now.popularity.expected, now.popularity.low, now.popularity.high)}
        </p>
      )}
      {now.moods && now.moods.length > 0 && (
        <p class="room-quiet">
          {now.moods.map(({ mood, probability }) => roomSays.knobs.mood(mood, probability)).join(" · ")}
        </p>
      )}
      {now.next_week && (
        <p class="room-quiet">
          {wishSays.nextWeek(
            now.next_week.chance,
            now.next_week.chart === OWN_CHART ? wishSays.ownChart : wishSays.chart(now.next_week.chart),
            now.next_week.week,
          )}
        </p>
      )}
      <GhostSongs now={now} track={track} />
    </>
  );
}
