/** What was turned away, newest first, with a way to allow it again. */
import { useEffect, useRef } from "preact/hooks";
import type { Track } from "../api/records";
import { Empty } from "../components/states";
import { Cover } from "../components/tracks/cover";
import { ArtistLink, artistOf, TitleLink, titleOf } from "../components/tracks/names";
import { say } from "../messages";
import type { Scope } from "../rules/opinions";
import { known, resolveTracks } from "../state/library/known_tracks";
import { loadOpinions } from "../state/stream/opinions";
import { turnedAway } from "../state/stream/taste";
import { allowAgain } from "../state/stream/turning_away";

export function TurnedAway() {
  useEffect(() => {
    // What this browser knows stands here already; the server's word is added when it comes.
    void loadOpinions().catch(() => undefined);
  }, []);
  const ids = [...turnedAway.value.keys()];
  useEffect(() => {
    void resolveTracks(ids).catch(() => undefined);
  }, [ids.join()]);
  const list = useRef<HTMLUListElement>(null);
  const rows = [...turnedAway.value].flatMap(([id, { scope }]) => {
    const track = known.value.get(id);
    return track ? [{ track, scope }] : [];
  });
  if (rows.length === 0) return <Empty icon="check" title={say.away.none} hint={say.away.noneHint} />;
  const again = (track: Track, at: number) => {
    allowAgain(track);
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLElement>(".away-allow");
      buttons?.[Math.min(at, buttons.length - 1)]?.focus();
    });
  };
  return (
    <div class="away">
      <p class="page-hint">{say.away.hint}</p>
      <ul ref={list}>
        {rows.map(({ track, scope }, at) => (
          <AwayRow key={track.track_id} track={track} scope={scope} onAllow={() => again(track, at)} />
        ))}
      </ul>
    </div>
  );
}

function AwayRow({ track, scope, onAllow }: { track: Track; scope: Scope; onAllow: () => void }) {
  const what = scope === "artist" ? artistOf(track) : titleOf(track);
  return (
    <li class="away-row">
      <Cover url={track.cover_url} size="pick" />
      <div class="cell-names">
        <TitleLink track={track} />
        <ArtistLink track={track} />
      </div>
      <span class="away-scope">{scope === "artist" ? say.away.artist : say.away.track}</span>
      <button type="button" class="button away-allow" aria-label={say.away.allow(what)} onClick={onAllow}>
        {say.player.undislike}
      </button>
    </li>
  );
}
