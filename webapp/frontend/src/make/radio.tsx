/** Start a radio of anything; it goes on beside every page until it is stopped. */
import { Icon } from "../components/icon";
import { make } from "../messages/make";
import { MOODS } from "../messages/moods";
import { goQuery, place } from "../state/router";
import { playRadio, type Radio, radioOn, stopRadio } from "../state/stream/radio";
import { AnchorField, useAnchorName } from "./anchor_field";
import { type Anchor, anchorOf, anchorText } from "./anchors";
import { MakePage } from "./make_page";

export default function RadioPage() {
  const anchor = anchorOf(place.value.query.get("of"));
  return (
    <MakePage page="radio" question={make.radio.question} hint={make.radio.hint}>
      <div class="make-form">
        <AnchorField
          label={make.radio.of}
          value={anchor}
          onChange={(next) => goQuery({ of: next && anchorText(next) })}
        />
        {anchor && <Start anchor={anchor} />}
      </div>
    </MakePage>
  );
}

function Start({ anchor }: { anchor: Anchor }) {
  const name = useAnchorName(anchor);
  const radio = radioOf(anchor, name);
  const isOn = isSame(radio, radioOn.value);
  return (
    <button
      type="button"
      class="button button-main make-add"
      aria-pressed={isOn}
      onClick={() => (isOn ? stopRadio() : void playRadio(radio))}
    >
      <Icon name={isOn ? "close" : "play"} filled={!isOn} />
      {isOn ? make.radio.stop : make.radio.start}
    </button>
  );
}

function radioOf(anchor: Anchor, name: string): Radio {
  const mood = anchor.kind === "mood" && MOODS.find((each) => each.toLowerCase() === anchor.id);
  return mood ? { mood } : { like: anchorText(anchor), name };
}

function isSame(one: Radio, other: Radio | null): boolean {
  if (!other) return false;
  return "mood" in one ? "mood" in other && one.mood === other.mood : "like" in other && one.like === other.like;
}
