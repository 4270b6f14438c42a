/** How good the picks are, in plain words: what listeners did, and what was measured of the models behind them. */
import "../styles/quality.css";
import type { PicksQuality } from "../api/records";
import { Problem, Skeleton } from "../components/states";
import { qualitySays } from "../messages/quality";
import { useLoaded } from "../state/loading";
import { IndexPart } from "./index_part";
import { SessionsPart } from "./sessions_part";
import { ShownPart } from "./shown_part";

export default function QualityPage() {
  const { data, problem, again } = useLoaded<PicksQuality>("/api/v1/picks/quality");
  return (
    <div class="page picks-quality">
      <h1>{qualitySays.title}</h1>
      <p class="picks-quality-quiet">{qualitySays.lead}</p>
      {problem ? (
        <Problem problem={problem} again={again} />
      ) : data ? (
        <Told quality={data} />
      ) : (
        <Skeleton kind="row" count={6} />
      )}
    </div>
  );
}

function Told({ quality }: { quality: PicksQuality }) {
  const at = new Date(quality.counted_at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return (
    <>
      <ShownPart shown={quality.shown} />
      <SessionsPart sessions={quality.sessions} />
      <IndexPart index={quality.index} />
      <p class="picks-quality-quiet">{qualitySays.counted(at)}</p>
    </>
  );
}
