/** How many cards are chosen, what can be done with all of them, and the end of choosing. */
import { useEffect } from "preact/hooks";
import { menuSays } from "../../messages/menus";
import { allChosen, chooseNone } from "../../state/library/chosen_cards";
import { place } from "../../state/router";
import { IconButton } from "../icon";
import { openCollectionMenu } from "../menu/open_menu";

export function ChosenBar() {
  const all = allChosen.value;
  const { path } = place.value;
  // What is chosen on one page is not in sight on the next.
  useEffect(chooseNone, [path]);
  if (!all) return null;
  return (
    <section class="chosen-bar" aria-label={menuSays.chosenLabel}>
      <span role="status">{all.name}</span>
      <IconButton icon="more" label={menuSays.chosenMenu} onPress={(event) => openCollectionMenu(event, all)} />
      <IconButton icon="close" label={menuSays.chosenEnd} onPress={chooseNone} />
    </section>
  );
}
