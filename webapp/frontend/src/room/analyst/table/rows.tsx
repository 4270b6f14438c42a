/** The rows that were read, under heads that sort them. */
import { IconButton } from "../../../components/icon";
import { artistOf, titleOf } from "../../../components/tracks/names";
import { analystSays } from "../../../messages/room/analyst";
import { roomSays } from "../../../messages/room/room";
import { chooseRow } from "../../choose_row";
import { quantities } from "../../map/store";
import { node } from "../../state";
import { columns, isAdded, type Rows, readMore, removeColumn, sortBy, sortedBy } from "./state";

const says = analystSays.table;
const AT_ONCE = 100;

export function TableRows({ rows }: { rows: Rows }) {
  const names = columns.value.filter((name) => rows.names.includes(name));
  const here = node.value?.row;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <div class="room-table-scroll" role="group" aria-label={says.label} tabIndex={0} data-scrolls>
      <table>
        <thead>
          <tr>
            <th scope="col">{says.track}</th>
            {names.map((name) => (
              <Head key={name} name={name} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.items.map(({ row, track, values }) => (
            <tr key={row} class={row === here ? "is-here" : undefined}>
              <th scope="row">
                <button type="button" class="room-table-track" onClick={() => void chooseRow(row)}>
                  <span class="name" dir="auto">
                    {titleOf(track)}
                  </span>
                  <span class="name name-quiet" dir="auto">
                    {artistOf(track)}
                  </span>
                </button>
              </th>
              {names.map((name) => (
                <Value key={name} value={values[rows.names.indexOf(name)] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.items.length < rows.n && (
        <button type="button" class="chip" onClick={readMore}>
          {says.more(Math.min(AT_ONCE, rows.n - rows.items.length))}
        </button>
      )}
    </div>
  );
}

function Head({ name }: { name: string }) {
  const now = sortedBy.value;
  const isHere = now.name === name;
  const unit = quantities.value.find((each) => each.name === name)?.unit ?? "";
  const order = now.isFalling ? "descending" : "ascending";
  const remove = ({ currentTarget }: MouseEvent) => {
    // The button goes with its column.
    if (currentTarget instanceof Element) currentTarget.closest<HTMLElement>(".room-table-scroll")?.focus();
    removeColumn(name);
  };
  return (
    <th scope="col" aria-sort={isHere ? order : "none"}>
      <span class="room-table-name">
        <button type="button" class="sort" onClick={() => sortBy(name)}>
          {roomSays.withUnit(name, unit)}
          <span aria-hidden="true">{isHere ? (now.isFalling ? " ↓" : " ↑") : ""}</span>
        </button>
        {isAdded(name) && <IconButton icon="close" label={says.remove(roomSays.quantity(name))} onPress={remove} />}
      </span>
    </th>
  );
}

function Value({ value }: { value: number | string | null }) {
  if (value === null) return <td class="is-unknown">{roomSays.unknown}</td>;
  return typeof value === "string" ? (
    <td dir="auto">{value}</td>
  ) : (
    <td class="is-number">{roomSays.value(value, "")}</td>
  );
}
