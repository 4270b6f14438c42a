/** A cover of a fixed size; while it loads its place is already there. */

interface Props {
  readonly url: string;
  readonly size: "row" | "pick" | "bar" | "card" | "hero" | "full";
  readonly isEager?: boolean;
}

export function Cover({ url, size, isEager = false }: Props) {
  return (
    <span class={`cover cover-${size}`}>
      <img src={url} alt="" loading={isEager ? "eager" : "lazy"} decoding="async" draggable={false} />
    </span>
  );
}
