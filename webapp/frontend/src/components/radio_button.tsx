/** Start a radio of an artist, an album or a genre; what is on can be stopped at the same place. */
import { type Anchor, anchorText } from "../make/anchors";
import { radioSays } from "../messages/moods";
import { playRadio, radioOn, stopRadio } from "../state/stream/radio";
import { Icon } from "./icon";

export function RadioButton({ anchor, name }: { anchor: Anchor; name: string }) {
  const like = anchorText(anchor);
  const radio = radioOn.value;
  const isOn = radio !== null && "like" in radio && radio.like === like;
  return (
    <button
      type="button"
      class="button"
      aria-pressed={isOn}
      title={isOn ? radioSays.stop(name) : radioSays.of(name)}
      onClick={() => (isOn ? stopRadio() : void playRadio({ like, name }))}
    >
      <Icon name={isOn ? "close" : "flow"} />
      {radioSays.play}
    </button>
  );
}
