/** Three dots that open a menu, for those who have no second mouse button. */
import type { Track } from "../../api/records";
import { say } from "../../messages";
import type { Collection } from "../../state/library/collections";
import type { Menu } from "../../state/panels";
import { IconButton } from "../icon";
import { titleOf } from "../tracks/names";
import type { Rows } from "../tracks/use_rows";
import { openCollectionMenu, openMenu } from "./open_menu";

interface Props extends Pick<Menu, "source" | "extra"> {
  readonly track: Track;
}

export function MoreButton({ track, source, extra }: Props) {
  return (
    <IconButton
      icon="more"
      kind="more"
      label={say.menu.more(titleOf(track))}
      onPress={(event) => openMenu(event, { tracks: [track], source, ...(extra && { extra }) })}
    />
  );
}

interface RowProps {
  readonly list: Rows;
  readonly row: number;
  readonly track: Pick<Track, "title">;
  readonly skipTab?: boolean;
}

/** Of a row, or of all that are chosen, where it is one of them. */
export function RowMore({ list, row, track, skipTab = false }: RowProps) {
  return (
    <IconButton
      icon="more"
      kind="more"
      label={say.menu.more(titleOf(track))}
      skipTab={skipTab}
      onPress={(event) => openMenu(event, list.menuOf(row))}
    />
  );
}

export function CollectionMore({ of }: { of: Collection }) {
  return (
    <IconButton
      icon="more"
      kind="more"
      label={say.menu.more(of.name)}
      onPress={(event) => openCollectionMenu(event, of)}
    />
  );
}
