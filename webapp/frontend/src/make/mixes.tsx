/** Lists of the day and the week: mixes, discovery, and this week of earlier years. */
import type { GeneratedListAnswer, GeneratedListsAnswer } from "../api/schema";
import { Empty, Skeleton } from "../components/states";
import { make } from "../messages/make";
import { useLoaded } from "../state/loading";
import { goQuery, place } from "../state/router";
import { ListProblem } from "./list_problem";
import { MadeList } from "./made_list";
import { MakePage } from "./make_page";
import { ShareSlider } from "./share_slider";

const DEFAULT_NEW = 30;
const NEW_STEP = 10;

export default function MixesPage() {
  const share = newShare();
  return (
    <MakePage page="mixes" question={make.mixes.question} hint={make.mixes.hint}>
      <ShareSlider
        label={make.mixes.share}
        value={share}
        step={NEW_STEP}
        words={make.mixes.shareValue(share)}
        onChange={(value) => goQuery({ new: String(value) })}
      />
      <Mixes address={`/api/v1/lists/mixes?new=${share}`} none={make.mixes.none} />
      <Discovery />
      <Mixes address="/api/v1/lists/past-weeks" none="" />
    </MakePage>
  );
}

function newShare(): number {
  const typed = Number(place.value.query.get("new") ?? DEFAULT_NEW);
  const isShare = Number.isInteger(typed / NEW_STEP) && typed >= 0 && typed <= 100;
  return isShare ? typed : DEFAULT_NEW;
}

function Mixes({ address, none }: { address: string; none: string }) {
  const { data, problem, again } = useLoaded<GeneratedListsAnswer>(address, true);
  if (problem) return <ListProblem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="pick" count={3} />;
  if (data.lists.length === 0) return none ? <Empty icon="library" title={none} /> : null;
  return (
    <>
      {data.lists.map((list) => (
        <MadeList key={list.name} answer={list} isFolded />
      ))}
    </>
  );
}

function Discovery() {
  const { data, problem, again } = useLoaded<GeneratedListAnswer>("/api/v1/lists/discovery");
  if (problem) return <ListProblem problem={problem} again={again} />;
  return data ? <MadeList answer={data} isFolded /> : <Skeleton kind="pick" />;
}
