/** The pages of playlists, each its own chunk, and the picker that any track's menu opens. */
import { useEffect, useState } from "preact/hooks";
import { states } from "../messages/playlists";
import { notify } from "../state/notices";
import { picker } from "../state/panels";
import type { Opener } from "../views/lazy_view";

export const PLAYLIST_PAGES = {
  all: () => import("./playlists_page"),
  one: () => import("./playlist_page"),
  smart: () => import("../smart/smart_page"),
} as const satisfies Record<string, Opener>;

type Dialog = typeof import("./picker_dialog");

export function PlaylistPicker() {
  const wanted = picker.value;
  const [code, setCode] = useState<Dialog | null>(null);
  const isWanted = wanted !== null;
  useEffect(() => {
    if (!isWanted || code) return;
    import("./picker_dialog").then(setCode, () => {
      picker.value = null;
      notify(states.notLoaded, "problem");
    });
  }, [isWanted, code]);
  return wanted && code ? <code.PickerDialog {...wanted} /> : null;
}
