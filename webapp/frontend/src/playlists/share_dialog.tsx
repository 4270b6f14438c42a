/** Who edits the playlist with its owner: a link that lets them in, and who came. */
import { useState } from "preact/hooks";
import type { PlaylistDetail } from "../api/schema";
import { ConfirmDialog } from "../components/confirm_dialog";
import { IconButton } from "../components/icon";
import { Modal } from "../components/modal";
import { share } from "../messages/playlists";
import { newInvitation, type Operation } from "../rules/playlists";
import { notify } from "../state/notices";
import { toPlaylist } from "../state/paths";

/** What cannot be undone here is asked about. */
interface Asked {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly act: () => void;
}

interface Props {
  readonly playlist: PlaylistDetail;
  readonly onDo: (operations: readonly Operation[]) => void;
  readonly onClose: () => void;
}

export function ShareDialog({ playlist, onDo, onClose }: Props) {
  const { playlist_id, invitation, visibility, collaborators } = playlist;
  const link = `${location.origin}${toPlaylist(playlist_id)}?invitation=${invitation}`;
  const isPrivate = visibility === "private";
  const hasLink = invitation !== "" && !isPrivate;
  const invite = () => {
    const opening: readonly Operation[] = isPrivate ? [{ kind: "show", visibility: "shared" }] : [];
    onDo([...opening, { kind: "invite", invitation: newInvitation() }]);
  };
  const copy = () => {
    // Without a secure connection browsers have no clipboard: the field stays to be copied by hand.
    void navigator.clipboard?.writeText(link).then(
      () => notify(share.copied),
      () => undefined,
    );
  };
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <Modal title={share.title} onClose={onClose}>
      <p>{hasLink ? share.link : isPrivate ? share.privateHint : share.noLink}</p>
      {hasLink && (
        <div class="playlist-link">
          <input readOnly value={link} aria-label={share.link} onFocus={(event) => event.currentTarget.select()} />
          <button type="button" class="button" onClick={copy}>
            {share.copy}
          </button>
        </div>
      )}
      <button
        type="button"
        class={hasLink ? "button" : "button button-main"}
        onClick={() =>
          hasLink
            ? setAsked({ title: share.renewTitle, words: share.renewWords, yes: share.yes.renew, act: invite })
            : invite()
        }
      >
        {hasLink ? share.renew : share.make}
      </button>
      <h3>{share.people}</h3>
      {collaborators.length === 0 && <p class="name-quiet">{share.nobody}</p>}
      <ul class="playlist-people">
        {collaborators.map(({ listener_id, name }) => (
          <li key={listener_id}>
            <span class="name" dir="auto">
              {name || listener_id.slice(0, 8)}
            </span>
            <IconButton
              icon="close"
              label={share.dismiss(name || listener_id.slice(0, 8))}
              onPress={() =>
                setAsked({
                  title: share.dismissTitle(name || listener_id.slice(0, 8)),
                  words: share.dismissWords,
                  yes: share.yes.dismiss,
                  act: () => onDo([{ kind: "dismiss", listener_id }]),
                })
              }
            />
          </li>
        ))}
      </ul>
      <div class="playlist-buttons">
        <button type="button" class="button button-main" onClick={onClose}>
          {share.close}
        </button>
      </div>
      {asked && (
        <ConfirmDialog
          {...asked}
          no={share.keep}
          onYes={() => {
            setAsked(null);
            asked.act();
          }}
          onNo={() => setAsked(null)}
        />
      )}
    </Modal>
  );
}
