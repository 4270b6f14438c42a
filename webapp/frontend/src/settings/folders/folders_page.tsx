/** The folders of music on a page of their own. */
import { folders as words } from "../../messages/folders";
import { FoldersSettings } from "./folders_settings";

export default function FoldersPage() {
  return (
    <div class="page folders-page">
      <h1>{words.title}</h1>
      <FoldersSettings />
    </div>
  );
}
