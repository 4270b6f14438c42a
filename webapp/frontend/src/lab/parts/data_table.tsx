/** A table of figures that can be taken along as CSV and JSON. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Cell, csvOf, fileName, saveText } from "../../components/exports";
import { Icon } from "../../components/icon";
import { lab } from "../../messages/lab/lab";

export interface Column<Row> {
  /** The name in files. */
  readonly key: string;
  readonly name: string;
  readonly value: (row: Row) => Cell;
  readonly show?: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Stands at the front of its row. */
  readonly isHead?: boolean;
  /** Long words wrap; everything else stays on its line. */
  readonly isWords?: boolean;
  /** Not on the page: another column shows it. */
  readonly isOnlyInFiles?: boolean;
}

interface Props<Row> {
  readonly title: string;
  readonly file: readonly (string | number | null)[];
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, at: number) => string;
  /** As many at first; the rest comes at a press. */
  readonly first?: number;
  readonly isHere?: (row: Row) => boolean;
  /** What JSON carries when it is more than the table (histories, intervals). */
  readonly json?: unknown;
}

export function DataTable<Row>(props: Props<Row>) {
  const { title, columns, rows, keyOf, first = rows.length, isHere } = props;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, first);
  const onPage = columns.filter((column) => !column.isOnlyInFiles);
  return (
    <div class="data">
      <header class="data-head">
        <p class="data-title">{title}</p>
        <Exports {...props} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard */}
      <div class="data-scroll" role="group" aria-label={title} tabIndex={0} data-scrolls>
        <table class="data-table">
          <thead>
            <tr>
              {onPage.map((column) => (
                <th key={column.key} scope="col" class={column.isNumber ? "is-number" : undefined}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={keyOf(row, at)} class={isHere?.(row) ? "is-here" : undefined}>
                {onPage.map((column) => (
                  <TableCell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > first && (
        <button type="button" class="chip" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? lab.table.less : lab.table.more(rows.length)}
        </button>
      )}
    </div>
  );
}

function TableCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const kind = column.isNumber ? "is-number" : column.isWords ? "is-words" : undefined;
  const content = column.show ? column.show(row) : String(column.value(row) ?? "");
  if (column.isHead) {
    return (
      <th scope="row" class={kind} dir="auto">
        {content}
      </th>
    );
  }
  return (
    <td class={kind} dir={column.isNumber ? undefined : "auto"}>
      {content}
    </td>
  );
}

function Exports<Row>({ title, file, columns, rows, json }: Props<Row>) {
  const saveCsv = () => {
    const cells = rows.map((row) => columns.map((column) => column.value(row)));
    const text = csvOf(
      columns.map((column) => column.key),
      cells,
    );
    saveText(fileName(file, "csv"), "text/csv", text);
  };
  const saveJson = () => {
    const records = rows.map((row) => Object.fromEntries(columns.map((column) => [column.key, column.value(row)])));
    saveText(fileName(file, "json"), "application/json", `${JSON.stringify(json ?? records, null, 1)}\n`);
  };
  return (
    <div class="exports">
      <ExportButton words={lab.table.csv} label={lab.table.csvOf(title)} onPress={saveCsv} />
      <ExportButton words={lab.table.json} label={lab.table.jsonOf(title)} onPress={saveJson} />
    </div>
  );
}

export function ExportButton({ words, label, onPress }: { words: string; label: string; onPress: () => void }) {
  return (
    <button type="button" class="export" aria-label={label} title={label} onClick={onPress}>
      <Icon name="download" />
      {words}
    </button>
  );
}
