/** A path from one thing to another; what is chosen stands in the address. */
import type { GeneratedListAnswer } from "../api/schema";
import { Empty, Skeleton } from "../components/states";
import { make } from "../messages/make";
import { useLoaded } from "../state/loading";
import { goQuery, place } from "../state/router";
import { AnchorField } from "./anchor_field";
import { type Anchor, anchorOf, anchorsOf, anchorsText, anchorText } from "./anchors";
import { LengthField, lengthIn } from "./length_field";
import { ListProblem } from "./list_problem";
import { MadeList } from "./made_list";
import { MakePage } from "./make_page";

const MAX_BETWEEN = 6;
const MIN_N = 2;

export default function PathPage() {
  const { query } = place.value;
  const [from, to] = [anchorOf(query.get("from")), anchorOf(query.get("to"))];
  const via = query.has("via") ? anchorsOf(query.get("via")) : [];
  const stations = [from, ...via.filter((each) => each !== null), to];
  const low = Math.max(MIN_N, stations.length);
  const n = lengthIn(low);
  return (
    <MakePage page="" question={make.path.question} hint={make.path.hint}>
      <div class="make-form">
        <AnchorField label={make.path.from} value={from} taken={stations} onChange={(next) => put("from", next)} />
        <Between via={via} taken={stations} />
        <AnchorField label={make.path.to} value={to} taken={stations} onChange={(next) => put("to", next)} />
        <LengthField low={low} />
        {via.length < MAX_BETWEEN && !via.includes(null) && (
          <button type="button" class="button make-add" onClick={() => goQuery({ via: anchorsText([...via, null]) })}>
            {make.path.addVia}
          </button>
        )}
      </div>
      <Made stations={stations} n={n} />
    </MakePage>
  );
}

const put = (name: string, anchor: Anchor | null): void => goQuery({ [name]: anchor && anchorText(anchor) });

interface BetweenProps {
  readonly via: readonly (Anchor | null)[];
  readonly taken: readonly (Anchor | null)[];
}

/** Stations between the two ends; an empty place is one in the address, too. */
function Between({ via, taken }: BetweenProps) {
  const change = (at: number, next: Anchor | null) =>
    goQuery({ via: anchorsText(next ? via.with(at, next) : via.toSpliced(at, 1)) || null });
  return (
    <>
      {via.map((anchor, at) => (
        <AnchorField
          key={anchor ? anchorText(anchor) : `empty ${at}`}
          label={make.path.via(at + 1)}
          value={anchor}
          taken={taken}
          onChange={(next) => change(at, next)}
        />
      ))}
    </>
  );
}

function Made({ stations, n }: { stations: readonly (Anchor | null)[]; n: number | null }) {
  const asked = stations.every((each) => each !== null) && n !== null;
  const spec = encodeURIComponent(anchorsText(stations));
  const { data, problem, again } = useLoaded<GeneratedListAnswer>(
    asked ? `/api/v1/lists/path?stations=${spec}&n=${n}` : null,
    true,
  );
  if (!asked) return <Empty icon="flow" title={make.path.start} hint={make.path.startHint} />;
  if (problem) return <ListProblem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="pick" count={6} />;
  return <MadeList answer={data} fact={data.largest_step === null ? "" : make.path.largest(data.largest_step)} />;
}
