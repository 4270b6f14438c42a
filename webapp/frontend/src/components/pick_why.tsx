/** The true contributions to a pick's score, largest first. */
import type { Pick } from "../api/records";
import { say } from "../messages";
import { contributionsOf } from "../rules/slates";
import { ShareBar } from "./share_bar";

export function PickWhy({ pick }: { pick: Pick }) {
  const parts = contributionsOf(pick);
  if (parts.length === 0) return <p class="why">{say.slate.noWhy}</p>;
  return (
    <div class="why">
      <p class="why-title">{say.slate.whyTitle}</p>
      <dl class="why-parts">
        {parts.map(({ name, value, length }) => (
          <div key={name} class="why-part">
            <dt>{say.contributions[name] ?? name.replaceAll("_", " ")}</dt>
            <dd>
              <ShareBar share={length} isAgainst={value < 0} />
              <span class="time">{`${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
