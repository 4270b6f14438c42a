/** The folders of music: which there are, what scans of them do, and which files were kept aside. For admins. */
import "../../styles/folders.css";
import { useEffect } from "preact/hooks";
import { Empty, Problem, Skeleton } from "../../components/states";
import { folders as words } from "../../messages/folders";
import { isAdmin } from "../../state/me";
import { asCalled } from "../../state/program";
import { AddFolder } from "./add_folder";
import { libraries, loadLibraries, problem, watchFolders } from "./folders";
import { LibraryRow } from "./library_row";
import { RejectedList } from "./rejected_list";

export function FoldersSettings() {
  return isAdmin.value ? <Folders /> : <Empty icon="info" title={words.onlyAdmins} />;
}

function Folders() {
  useEffect(watchFolders, []);
  const known = libraries.value;
  if (!known) {
    if (problem.value) return <Problem problem={problem.value} again={() => void loadLibraries()} />;
    return <Skeleton kind="line" count={4} />;
  }
  return (
    <>
      <p class="page-hint">{words.hint}</p>
      {known.has_music_outside && (
        <p class="folders-note" role="note">
          {asCalled(words.outside)}
        </p>
      )}
      {known.items.length === 0 ? (
        <Empty icon="folder" title={words.none} hint={words.noneHint} command={words.noneCommand} />
      ) : (
        <ul class="folders" aria-label={words.list}>
          {known.items.map((library) => (
            <LibraryRow key={library.library_id} library={library} />
          ))}
        </ul>
      )}
      <AddFolder />
      <RejectedList names={new Map(known.items.map((library) => [library.library_id, library.name]))} />
    </>
  );
}
