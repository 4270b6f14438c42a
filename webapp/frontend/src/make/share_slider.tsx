/** A share between nothing and everything, in steps; what it means is said beside it. */
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly step: number;
  readonly words: string;
  readonly onChange: (value: number) => void;
}

export function ShareSlider({ label, value, step, words, onChange }: Props) {
  const id = useId();
  return (
    <div class="make-share">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span aria-hidden="true">{words}</span>
    </div>
  );
}
