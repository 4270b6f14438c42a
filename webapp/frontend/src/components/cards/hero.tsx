/** The head of a page of one album or artist: cover, name, facts, and what can be played. */
import type { ComponentChildren } from "preact";
import type { Track } from "../../api/records";
import type { Anchor } from "../../make/anchors";
import { say } from "../../messages";
import { listeningSays } from "../../messages/listening";
import { ExportMenu } from "../export_menu";
import { Icon } from "../icon";
import { MoreOfList } from "../list_actions";
import { RadioButton } from "../radio_button";
import { Cover } from "../tracks/cover";

interface HeroProps {
  readonly coverUrl: string | null;
  readonly name: string;
  readonly facts: readonly (string | number | false | null | undefined)[];
  readonly playLabel: string;
  readonly play: () => void;
  readonly shuffle: () => void;
  readonly queue: () => void;
  readonly tracks: readonly Track[];
  readonly isRound?: boolean;
  /** Stands behind the buttons. */
  readonly aside?: ComponentChildren;
  /** What a radio of this is like. */
  readonly anchor: Anchor;
  /** Stands below the name. */
  readonly children?: ComponentChildren;
}

export function Hero({
  coverUrl,
  name,
  facts,
  playLabel,
  play,
  shuffle,
  queue,
  anchor,
  tracks,
  isRound = false,
  aside,
  children,
}: HeroProps) {
  return (
    <header class={isRound ? "hero hero-round" : "hero"}>
      <Cover url={coverUrl} size="hero" isEager />
      <div class="hero-words">
        <h1 dir="auto">{name}</h1>
        {children}
        <p class="hero-facts">{facts.filter(Boolean).join(" · ")}</p>
        <div class="hero-actions">
          <button type="button" class="button button-main" onClick={play}>
            <Icon name="play" filled />
            {playLabel}
          </button>
          <button type="button" class="button" onClick={shuffle}>
            <Icon name="shuffle" />
            {listeningSays.shuffleAll}
          </button>
          <button type="button" class="button" onClick={queue}>
            <Icon name="queueEnd" />
            {say.album.queue}
          </button>
          {aside}
          <RadioButton anchor={anchor} name={name} />
          <ExportMenu whole={{ tracks }} name={name} />
          <MoreOfList name={name} whole={{ tracks }} />
        </div>
      </div>
    </header>
  );
}
