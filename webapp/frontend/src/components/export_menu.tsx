/** The files that a list can be had as: those of a playlist are links, others are made of the tracks. */
import { useRef } from "preact/hooks";
import { exportSays as say } from "../messages/menus";
import { exportList, FORMATS } from "../state/exporting";
import type { Whole } from "../state/player/long_lists";
import { Icon } from "./icon";

type Props =
  | { readonly address: string }
  | { readonly whole: Whole; readonly name: string; readonly disabled?: boolean };

export function ExportMenu(props: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  return (
    <details
      class="export-menu"
      ref={menu}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node && menu.current?.contains(event.relatedTarget))) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !menu.current?.open) return;
        event.stopPropagation();
        close();
        menu.current.querySelector("summary")?.focus();
      }}
    >
      <summary class="button">
        <Icon name="download" />
        {say.exportAs}
      </summary>
      <ul class="export-files" aria-label={say.exportLabel}>
        {FORMATS.map((format) => (
          <li key={format}>
            {"address" in props ? (
              <a class="menu-entry" href={`${props.address}?format=${format}`} download onClick={close}>
                {say.formats[format]}
              </a>
            ) : (
              <button
                type="button"
                class="menu-entry"
                onClick={() => {
                  close();
                  void exportList(props.whole, props.name, format);
                }}
              >
                {say.formats[format]}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
