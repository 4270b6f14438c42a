/** The listener's smart playlists, and the public ones of others, as cards. */
import type { SmartPage, SmartSummary } from "../api/schema";
import { collectionHandle } from "../components/cards/collection_handle";
import { Icon } from "../components/icon";
import { CollectionMore } from "../components/menu/more_button";
import { Empty, Problem, Skeleton } from "../components/states";
import { smart as say } from "../messages/smart";
import { useLoaded } from "../state/loading";
import { toSmart } from "../state/paths";

export function SmartWall() {
  const mine = useLoaded<SmartPage>("/api/v1/smart-playlists?which=mine");
  const open = useLoaded<SmartPage>("/api/v1/smart-playlists?which=public");
  const problem = mine.problem ?? open.problem;
  const again = () => {
    mine.again();
    open.again();
  };
  if (problem) return <Problem problem={problem} again={again} />;
  if (!mine.data || !open.data) return <Skeleton kind="card" count={6} />;
  const items = [...mine.data.items, ...open.data.items.filter((one) => !one.is_own)];
  if (items.length === 0) return <Empty icon="playlist" title={say.none} hint={say.noneHint} />;
  return (
    <ul class="smart-wall">
      {items.map((item) => (
        <li key={item.playlist_id}>
          <Card item={item} />
        </li>
      ))}
    </ul>
  );
}

function Card({ item }: { item: SmartSummary }) {
  const below = [say.visibilities[item.visibility], say.by(item.is_own)].filter(Boolean).join(" · ");
  const of = { kind: "smart", id: item.playlist_id, name: item.name } as const;
  return (
    <div class="tile">
      <a class="smart-card" href={toSmart(item.playlist_id)} {...collectionHandle(of)}>
        <Icon name="playlist" />
        <span class="name name-title" dir="auto" title={item.name}>
          {item.name}
        </span>
        <span class="name name-quiet">{below}</span>
      </a>
      <span class="tile-more">
        <CollectionMore of={of} />
      </span>
    </div>
  );
}
