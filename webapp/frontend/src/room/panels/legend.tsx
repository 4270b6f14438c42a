/** What colours and axes mean, with units, and what may be chosen instead. */
import { useState } from "preact/hooks";
import { Icon } from "../../components/icon";
import { roomSays } from "../../messages/room/room";
import { save, saved } from "../../state/saved";
import { colourColumn } from "../analyst/shown";
import { SizeChoice, SizeLegend } from "../analyst/size_legend";
import { Views } from "../analyst/views";
import { colourOfCategory } from "../drawing/palette";
import { SMALL_DOT, shapeOf } from "../drawing/shapes";
import { valueAt } from "../map/columns";
import type { Column, SongMap } from "../map/read_map";
import { openMap, quantities } from "../map/store";
import { Arrangements } from "../own/arrangements";
import { axes, chooseColour, colourBy, missingQuantities } from "../state";
import { AxesChoice } from "./axes_choice";
import { Switch } from "./connections";
import { QuantitySelect } from "./quantity_select";

export function Legend() {
  const [isOpen, setOpen] = useState(() => saved("room-legend", false));
  const map = openMap.value?.map;
  if (!map) return null;
  const toggle = () => {
    setOpen(!isOpen);
    save("room-legend", !isOpen);
  };
  return (
    <section class={`room-legend${isOpen ? " is-open" : ""}`} aria-label={roomSays.legend.label} data-scrolls>
      <button
        type="button"
        class="room-fold"
        aria-expanded={isOpen}
        aria-controls={isOpen ? "room-choices" : undefined}
        onClick={toggle}
      >
        <Icon name={isOpen ? "down" : "up"} />
        {roomSays.legend.open}
      </button>
      <Views />
      {isOpen && <Choices />}
      {missingQuantities.value.length > 0 && (
        <p class="room-problem" role="status">
          {roomSays.legend.missing(missingQuantities.value.map(roomSays.quantity))}
        </p>
      )}
      <Meaning map={map} />
    </section>
  );
}

function Choices() {
  return (
    <div id="room-choices" class="room-choices">
      <QuantitySelect
        label={roomSays.legend.colour}
        value={colourBy.value}
        quantities={quantities.value}
        onChange={chooseColour}
      />
      <SizeChoice />
      <AxesChoice />
      <div class="room-switches">
        <Switch kind="picks" words={roomSays.live.line} />
        <Switch kind="trail" words={roomSays.live.trail} />
        <Switch kind="taste" words={roomSays.live.taste} />
      </div>
      <Arrangements />
    </div>
  );
}

function Meaning({ map }: { map: SongMap }) {
  const column = colourColumn.value;
  const { neighbours_kept, n_neighbours } = map.method;
  return (
    <div class="room-meaning">
      {column && <h2>{roomSays.withUnit(column.name, column.unit)}</h2>}
      {column && (column.scale === "categories" ? <Kinds column={column} /> : <Ramp column={column} />)}
      {column && roomSays.legend.meanings[column.name] && (
        <p class="room-quiet">{roomSays.legend.meanings[column.name]}</p>
      )}
      <SizeLegend />
      <p class="room-quiet">
        {axes.value ? roomSays.legend.named : roomSays.legend.learned}
        {!axes.value && neighbours_kept !== null && ` ${roomSays.legend.kept(neighbours_kept, n_neighbours)}`}
      </p>
      <p class="room-quiet">{roomSays.legend.size(map.nTracks, map.n_missing)}</p>
    </div>
  );
}

function Kinds({ column }: { column: Column }) {
  const isCrowded = column.categories.some((_, at) => colourOfCategory(at) === null);
  return (
    <>
      <ul class="room-kinds">
        {column.categories.map((name, at) => {
          const colour = colourOfCategory(at);
          const tint = colour === null ? "rest" : `${colour + 1}`;
          return <Kind key={name} name={name} tint={tint} shape={shapeOf(at)} />;
        })}
        <Kind name={roomSays.legend.unknown} tint="unknown" shape={SMALL_DOT} />
      </ul>
      {isCrowded && <p class="room-quiet">{roomSays.legend.rest}</p>}
    </>
  );
}

function Kind({ name, tint, shape }: { name: string; tint: string; shape: string }) {
  return (
    <li>
      <svg class={`room-swatch room-tint-${tint}`} viewBox="0 0 14 14" aria-hidden="true">
        <path fill-rule="evenodd" d={shape} />
      </svg>
      <span class="name" dir="auto" title={name}>
        {name}
      </span>
    </li>
  );
}

function Ramp({ column }: { column: Column }) {
  const low = roomSays.value(valueAt(column, 0) ?? 0, "");
  const middle = roomSays.value(valueAt(column, 127) ?? 0, column.unit);
  const high = roomSays.value(valueAt(column, 254) ?? 0, "");
  const isSame = low === high;
  return (
    <div class="room-ramp">
      <span class="room-ramp-bar" aria-hidden="true" />
      {!isSame && <span>{low}</span>}
      <span>{middle}</span>
      {!isSame && <span>{high}</span>}
      <span class="room-ramp-unknown">
        <span class="room-dot" aria-hidden="true" /> {roomSays.unknownOf(column.name)}
      </span>
      <span class="room-ramp-origin">{roomSays.legend.origins[column.origin] ?? column.origin}</span>
    </div>
  );
}
