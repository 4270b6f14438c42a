/** By what nodes are sized, and what a size means. */
import { analystSays } from "../../messages/room/analyst";
import { roomSays } from "../../messages/room/room";
import { valueAt } from "../map/columns";
import { quantities } from "../map/store";
import { QuantitySelect } from "../panels/quantity_select";
import { chooseSize, sizeBy } from "../state";
import { sizeColumn } from "./shown";
import { hasSizes, sizeAt } from "./sizes";

export function SizeChoice() {
  return (
    <QuantitySelect
      label={analystSays.size.by}
      value={sizeBy.value}
      quantities={quantities.value.filter(hasSizes)}
      onChange={chooseSize}
      none={analystSays.size.none}
    />
  );
}

const SHARES = [0, 0.5, 1] as const;
/** The largest circle fills its box of 24. */
const RADIUS_AT_MOST = 11;

export function SizeLegend() {
  const column = sizeColumn.value;
  if (!column) return null;
  const words = (share: number): string =>
    column.scale === "categories"
      ? roomSays.likes(share)
      : roomSays.value(valueAt(column, Math.round(share * 254)) ?? 0, "");
  return (
    <div class="room-sizes">
      <h2>{analystSays.size.title(column.name, column.unit)}</h2>
      <ul>
        {SHARES.map((share) => (
          <li key={share}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r={(RADIUS_AT_MOST * sizeAt(share)) / sizeAt(1)} />
            </svg>
            {words(share)}
          </li>
        ))}
      </ul>
      <p class="room-quiet">{analystSays.size.hint}</p>
    </div>
  );
}
