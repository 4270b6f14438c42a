/** A wall of albums or artists of which only what is looked at is fetched. */
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import { WindowedList } from "../state/library/windows";
import { useReturn } from "../state/loading";
import { CardWall } from "./cards/card_wall";
import { EmptyLibrary, Problem, Skeleton } from "./states";

interface Props<Item> {
  readonly address: string;
  readonly label: string;
  readonly card: (item: Item) => preact.JSX.Element;
  /** What stands here when there is nothing; without it, that the library is empty. */
  readonly empty?: ComponentChildren;
}

export function WindowedWall<Item>({ address, label, card, empty }: Props<Item>) {
  const list = useMemo(() => new WindowedList<Item>(address), [address]);
  useEffect(() => {
    list.look(0, 30);
    return () => list.close();
  }, [list]);
  const look = useCallback((from: number, to: number) => list.look(from, to), [list]);
  const total = list.total.value;
  useReturn(list.problem.value, list.retry);
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={list.retry} />;
  if (total === null) return <Skeleton kind="card" count={12} />;
  if (total === 0) return <>{empty ?? <EmptyLibrary />}</>;
  void list.arrivals.value;
  return (
    <CardWall count={total} label={label} onLook={look}>
      {(at) => {
        const item = list.item(at);
        return item ? card(item) : <div key={at} class="card skeleton skeleton-card" />;
      }}
    </CardWall>
  );
}
