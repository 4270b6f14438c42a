/** The quantities of a track, each with its level against the library, its unit and where it comes from. */
import { ShareBar } from "../../components/share_bar";
import { roomSays } from "../../messages/room/room";
import { clockTime } from "../../rules/times";
import { nKnown } from "../map/columns";
import type { NodeQuantity } from "../map/records";
import { openMap } from "../map/store";

export function Quantities({ quantities }: { quantities: readonly NodeQuantity[] }) {
  return (
    <section class="room-panel-part">
      <h3>{roomSays.node.quantities}</h3>
      <dl class="room-quantities">
        {quantities.map((quantity) => (
          <Quantity key={quantity.name} quantity={quantity} />
        ))}
      </dl>
    </section>
  );
}

/** Of how many tracks of the map it is known; null while its column is not here. */
function knownOf(name: string): number | null {
  const column = openMap.value?.map.columns.get(name);
  return column ? nKnown(column.bytes) : null;
}

/** A length is told as everywhere in the player; along an axis it is in seconds. */
const wordsOf = (value: number, unit: string): string =>
  unit === "s" ? clockTime(value) : roomSays.value(value, unit);

function Quantity({ quantity }: { quantity: NodeQuantity }) {
  const { name, value, unit, level, origin, text } = quantity;
  const words = text || (value === null ? roomSays.unknown : wordsOf(value, unit));
  const from = roomSays.legend.origins[origin] ?? origin;
  return (
    <div
      class={`room-quantity${origin === "estimated" ? " is-estimated" : ""}`}
      title={level === null ? from : `${from}; ${roomSays.node.level(level, knownOf(name))}`}
    >
      <dt>
        {roomSays.quantity(name)}
        {origin === "estimated" && <span aria-hidden="true">*</span>}
      </dt>
      <dd class="room-level">
        {level !== null && (
          <>
            <ShareBar share={level} />
            <span class="only-heard">{roomSays.node.level(level, knownOf(name))}</span>
          </>
        )}
      </dd>
      <dd class="room-value" dir="auto">
        {words}
        <span class="only-heard">, {from}</span>
      </dd>
    </div>
  );
}
