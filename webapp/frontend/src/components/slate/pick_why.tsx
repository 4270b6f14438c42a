/** The true contributions to a pick's score, largest first. */
import type { Pick } from "../../api/records";
import { say } from "../../messages";
import { contributionsOf } from "../../rules/slates";
import { toQuality } from "../../state/paths";
import { ShareBar } from "../share_bar";

export function PickWhy({ pick }: { pick: Pick }) {
  const parts = contributionsOf(pick);
  return (
    <div class="why">
      {parts.length === 0 ? <p>{say.slate.noWhy}</p> : <Parts parts={parts} />}
      <a class="why-more" href={toQuality}>
        {say.slate.quality}
      </a>
    </div>
  );
}

function Parts({ parts }: { parts: ReturnType<typeof contributionsOf> }) {
  return (
    <>
      <p class="why-title">{say.slate.whyTitle}</p>
      <dl class="why-parts">
        {parts.map(({ name, isAgainst, share }) => (
          <div key={name} class="why-part">
            <dt>{say.contributions[name] ?? name.replaceAll("_", " ")}</dt>
            <dd>
              <ShareBar share={share} isAgainst={isAgainst} />
              <span class="time">{say.slate.share(share, isAgainst)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
