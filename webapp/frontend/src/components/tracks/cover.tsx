/** A cover of a fixed size; while it loads, and where there is none, its place is there. */

interface Props {
  readonly url: string | null;
  readonly size: "row" | "pick" | "bar" | "card" | "hero" | "full";
  readonly isEager?: boolean;
}

export function Cover({ url, size, isEager = false }: Props) {
  return (
    <span class={`cover cover-${size}`}>
      {url && <img src={url} alt="" loading={isEager ? "eager" : "lazy"} decoding="async" draggable={false} />}
    </span>
  );
}
