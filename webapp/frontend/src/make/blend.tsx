/** What sounds like these things, without what sounds rather like those; what is chosen stands in the address. */
import type { GeneratedListAnswer } from "../api/schema";
import { Empty, Skeleton } from "../components/states";
import { make } from "../messages/make";
import { useLoaded } from "../state/loading";
import { goQuery, place } from "../state/router";
import { AnchorGroup } from "./anchor_group";
import { type Anchor, anchorsOf, anchorsText } from "./anchors";
import { LeftOut } from "./left_out";
import { LengthField, lengthIn } from "./length_field";
import { ListProblem } from "./list_problem";
import { MadeList } from "./made_list";
import { MakePage } from "./make_page";

const MAX_THINGS = 8;
const MIN_N = 1;

export default function BlendPage() {
  const [like, unlike] = [thingsIn("like"), thingsIn("unlike")];
  const n = lengthIn(MIN_N);
  const taken = [...like, ...unlike];
  return (
    <MakePage page="blend" question={make.blend.question} hint={make.blend.hint}>
      <AnchorGroup
        label={make.blend.like}
        values={like}
        max={MAX_THINGS}
        taken={taken}
        onChange={(next) => goQuery({ like: anchorsText(next) })}
      />
      <AnchorGroup
        label={make.blend.unlike}
        values={unlike}
        max={MAX_THINGS}
        taken={taken}
        onChange={(next) => goQuery({ unlike: anchorsText(next) })}
      />
      <div class="make-form">
        <LengthField low={MIN_N} />
      </div>
      <Made like={like} unlike={unlike} n={n} />
    </MakePage>
  );
}

const thingsIn = (name: string): readonly Anchor[] =>
  anchorsOf(place.value.query.get(name)).filter((anchor) => anchor !== null);

function Made({ like, unlike, n }: { like: readonly Anchor[]; unlike: readonly Anchor[]; n: number | null }) {
  const isAsked = like.length > 0 && n !== null;
  const asked = new URLSearchParams({ like: anchorsText(like), unlike: anchorsText(unlike), n: String(n) });
  const { data, problem, again } = useLoaded<GeneratedListAnswer>(
    isAsked ? `/api/v1/lists/blend?${asked}` : null,
    true,
  );
  if (!isAsked) return <Empty icon="flow" title={make.blend.start} hint={make.blend.startHint} />;
  if (problem) return <ListProblem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="pick" count={6} />;
  return (
    <>
      <MadeList answer={data} />
      <LeftOut items={data.left_out} />
    </>
  );
}
