/** The room as a table beside its picture: the same tracks with exact values, and all of them as a file. */
import { useLayoutEffect } from "preact/hooks";
import { Icon, IconButton } from "../../../components/icon";
import { analystSays } from "../../../messages/room/analyst";
import { roomSays } from "../../../messages/room/room";
import { notify } from "../../../state/notices";
import { focusBar, focusOpened, focusRoom } from "../../focus";
import { openMap, quantities } from "../../map/store";
import { QuantitySelect } from "../../panels/quantity_select";
import { openView } from "../../picture";
import { selectedRows } from "../../selecting/selected";
import { TableRows } from "./rows";
import {
  addColumn,
  canAdd,
  columns,
  followTable,
  isOfWords,
  isTableOpen,
  readAgain,
  rows,
  saveCsv,
  showRows,
  sortedBy,
  tableProblem,
  takeSeen,
  which,
} from "./state";

const says = analystSays.table;
const BAR = ".room-table";

export function TableDrawer() {
  // What is closed ends at once, and not after what is opened next has begun.
  useLayoutEffect(followTable, []);
  useLayoutEffect(() => focusOpened(BAR), []);
  const close = () => {
    isTableOpen.value = false;
    focusRoom();
  };
  const again = () => {
    focusBar(BAR);
    readAgain();
  };
  const now = rows.value;
  const { name, isFalling } = sortedBy.value;
  return (
    <section class="room-table" aria-label={says.label}>
      <header class="room-table-head">
        <WhichRows />
        {canAdd.value && <AddColumn />}
        <button
          type="button"
          class="chip"
          disabled={!now || now.n === 0}
          aria-label={says.csvOf(now?.n ?? 0)}
          onClick={() => saveCsv().catch(() => notify(says.failed, "problem"))}
        >
          <Icon name="download" />
          {says.csv}
        </button>
        <IconButton icon="close" label={says.close} onPress={close} />
      </header>
      {tableProblem.value !== null && (
        <p class="room-problem" role="alert">
          {says.failed}{" "}
          <button type="button" class="chip" onClick={again}>
            {says.again}
          </button>
        </p>
      )}
      {now && <TableRows rows={now} />}
      <p class="room-quiet" role="status">
        {now &&
          (now.n > 0
            ? `${says.rows(now.n)}. ${says.sorted(roomSays.quantity(name), isFalling, isOfWords(name))}`
            : says.none(which.value === "selected"))}
      </p>
    </section>
  );
}

function WhichRows() {
  const regions = openMap.value?.map.regions ?? [];
  const nSelected = selectedRows.value.size;
  const choose = (value: string) =>
    showRows(value === "all" || value === "selected" || value === "seen" ? value : Number(value));
  return (
    <div class="room-table-which">
      <select aria-label={says.which} value={`${which.value}`} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="all">{says.all}</option>
        {(nSelected > 0 || which.value === "selected") && <option value="selected">{says.selected(nSelected)}</option>}
        {openView.value && <option value="seen">{says.seen}</option>}
        {regions.map(({ name, n_tracks }, at) => (
          <option key={name} value={`${at}`}>
            {says.region(name, n_tracks)}
          </option>
        ))}
      </select>
      {which.value === "seen" && openView.value && <IconButton icon="back" label={says.look} onPress={takeSeen} />}
    </div>
  );
}

function AddColumn() {
  const others = quantities.value.filter(({ name }) => !columns.value.includes(name));
  return (
    <QuantitySelect
      label={says.column}
      value=""
      quantities={others}
      onChange={(name) => name && addColumn(name)}
      none={says.pick}
    />
  );
}
