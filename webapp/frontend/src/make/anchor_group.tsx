/** Several things of the library, and a place for one more. */
import { AnchorField } from "./anchor_field";
import { type Anchor, anchorText } from "./anchors";

interface Props {
  /** The label of one place by its number. */
  readonly label: (number: number) => string;
  readonly values: readonly Anchor[];
  readonly max: number;
  readonly taken: readonly Anchor[];
  readonly onChange: (values: readonly Anchor[]) => void;
}

export function AnchorGroup({ label, values, max, taken, onChange }: Props) {
  const shown = values.length < max ? [...values, null] : values;
  const change = (at: number, next: Anchor | null) =>
    onChange(next ? [...values.slice(0, at), next, ...values.slice(at + 1)] : values.toSpliced(at, 1));
  return (
    <div class="make-form">
      {shown.map((anchor, at) => (
        <AnchorField
          key={anchor ? anchorText(anchor) : `empty ${at}`}
          label={label(at + 1)}
          value={anchor}
          taken={taken}
          onChange={(next) => change(at, next)}
        />
      ))}
    </div>
  );
}
