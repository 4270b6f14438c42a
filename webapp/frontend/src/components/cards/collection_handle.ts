/** What makes a card or tile stand for its tracks: it is dragged as they are, has their menu, and is chosen with others. */
import { chooseUpTo, isChoosing, isChosen, toggleChosen, withChosen } from "../../state/library/chosen_cards";
import type { Collection } from "../../state/library/collections";
import { openCollectionMenu } from "../menu/open_menu";
import { endDrag, startDrag } from "../tracks/drag_tracks";

/** What the elements on show stand for, so that a range can be found among them. */
const shown = new WeakMap<Element, Collection>();
const MARK = "data-collection";

export const collectionHandle = (of: Collection) => ({
  draggable: true,
  [MARK]: isChosen(of) ? "chosen" : "",
  ref: (element: Element | null) => {
    if (element) shown.set(element, of);
  },
  onDragStart: (event: DragEvent) => startDrag(event, withChosen(of)),
  onDragEnd: endDrag,
  onContextMenu: (event: MouseEvent) => openCollectionMenu(event, of),
  onClickCapture: (event: MouseEvent) => {
    if (!isChoosing.peek() || event.ctrlKey || event.metaKey || isButton(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) chooseUpTo(of, around(event.currentTarget));
    else toggleChosen(of);
  },
});

const isButton = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("button") !== null;

/** Those in the same wall, shelf or list, in the order of the page. */
function around(place: EventTarget | null): readonly Collection[] {
  const list = place instanceof Element ? place.closest(".wall, .shelf, .card-row, .genre-tiles, .smart-wall") : null;
  return [...(list?.querySelectorAll(`[${MARK}]`) ?? [])].flatMap((element) => shown.get(element) ?? []);
}
