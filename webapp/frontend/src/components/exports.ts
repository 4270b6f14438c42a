/** Tables and charts as files of the listener's own. */

export type Cell = string | number | boolean | null;
export type Records = readonly Readonly<Record<string, unknown>>[];

/** RFC 4180: quoted where it must be, lines end with CR LF; no word is taken for a formula by a spreadsheet. */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows]
    .map((row) => row.map(cellOf).join(","))
    .join("\r\n")
    .concat("\r\n");
}

function cellOf(value: Cell): string {
  const text = value === null ? "" : typeof value === "string" ? withoutFormula(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const withoutFormula = (text: string): string =>
  /^ *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;

/** Words of any script, joined so that every file system takes them. */
export function fileName(parts: readonly (string | number | null | undefined)[], ending: string): string {
  const words = parts
    .filter((part) => part != null && part !== "")
    .map((part) =>
      String(part)
        .trim()
        .replace(/[^\p{L}\p{N}.]+/gu, "-")
        .replace(/^[-.]+|[-.]+$/g, ""),
    )
    .filter(Boolean);
  return `${["segue", ...words].join("-").slice(0, 120)}.${ending}`;
}

export const saveText = (name: string, type: string, text: string): void =>
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  saveFrom(name, address);
  // The browser reads the address after this turn; a moment later nothing needs it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function saveFrom(name: string, address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
