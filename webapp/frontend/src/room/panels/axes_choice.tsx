/** Where tracks stand: by how they sound, or by any three quantities. */
import { roomSays } from "../../messages/room/room";
import { quantities } from "../map/store";
import { axes, chooseAxes } from "../state";
import { QuantitySelect } from "./quantity_select";

const FIRST = ["tempo", "loudness", "brightness"] as const;
const WAYS = [roomSays.axes.right, roomSays.axes.up, roomSays.axes.front] as const;

export function AxesChoice() {
  const now = axes.value;
  const available = quantities.value.filter((each) => each.is_available).map(({ name }) => name);
  const first = [...FIRST.filter((name) => available.includes(name)), ...available].slice(0, 3);
  return (
    <fieldset class="room-axes">
      <legend>{roomSays.axes.label}</legend>
      <label class="room-switch">
        <input type="radio" name="room-axes" checked={now === null} onChange={() => chooseAxes(null)} />
        {roomSays.axes.learned}
      </label>
      <label class="room-switch">
        <input
          type="radio"
          name="room-axes"
          checked={now !== null}
          disabled={first.length < 3}
          onChange={() => chooseAxes(first)}
        />
        {roomSays.axes.own}
      </label>
      {now?.map((name, at) => (
        <QuantitySelect
          key={WAYS[at]}
          label={WAYS[at] ?? ""}
          value={name}
          quantities={quantities.value}
          onChange={(next) => chooseAxes(now.with(at, next))}
        />
      ))}
      <p class="only-heard" role="status">
        {now
          ? roomSays.axes.announced(now.map((name) => roomSays.quantity(name)).join(", "))
          : roomSays.axes.announcedLearned}
      </p>
    </fieldset>
  );
}
