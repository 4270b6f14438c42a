/** A playlist's cover: the covers of its first four albums, or one, or a mark while it has none. */
import { Icon } from "../components/icon";

export function Mosaic({ urls, size }: { urls: readonly string[]; size: "row" | "card" | "hero" }) {
  const shown = urls.length >= 4 ? urls.slice(0, 4) : urls.slice(0, 1);
  return (
    <span class={`cover cover-${size} mosaic mosaic-${shown.length}`}>
      {shown.length === 0 && <Icon name="playlist" />}
      {shown.map((url) => (
        <img key={url} src={url} alt="" loading="lazy" decoding="async" draggable={false} />
      ))}
    </span>
  );
}
