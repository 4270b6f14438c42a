/** A choice of quantities; what is not there yet is seen, and says what makes it. */
import { useId } from "preact/hooks";
import { roomSays } from "../../messages/room/room";
import { asCalled } from "../../state/program";
import type { Quantity } from "../map/records";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly quantities: readonly Quantity[];
  readonly onChange: (name: string) => void;
  /** What stands for none of them, where that may be. */
  readonly none?: string;
}

export function QuantitySelect({ label, value, quantities, onChange, none }: Props) {
  const id = useId();
  return (
    <div class="room-select">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {quantities.map(({ name, unit, is_available, why }) => (
          <option key={name} value={name} disabled={!is_available}>
            {roomSays.withUnit(name, unit)}
            {is_available ? "" : ` · ${roomSays.legend.notThere(asCalled(why))}`}
          </option>
        ))}
      </select>
    </div>
  );
}
