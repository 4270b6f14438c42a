/** The page's colours and letters for what is painted in the room, read off its tokens. */
import type { PanelColours } from "./paint";

export function panelColours(): PanelColours {
  const root = getComputedStyle(document.documentElement);
  const token = (name: string) => root.getPropertyValue(`--${name}`).trim();
  return {
    paper: token("surface-1"),
    raised: token("surface-2"),
    line: token("line"),
    faint: token("text-3"),
    ink: token("text-1"),
    quiet: token("text-2"),
    accent: token("accent"),
    onAccent: token("on-accent"),
    font: getComputedStyle(document.body).fontFamily,
  };
}
