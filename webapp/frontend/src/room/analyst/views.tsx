/** What else the room can be seen as: its weeks, its table, and a picture to keep. */
import { Icon, type IconName } from "../../components/icon";
import { analystSays } from "../../messages/room/analyst";
import { notify } from "../../state/notices";
import { openView } from "../picture";
import { wantedView } from "../state";
import { savePicture } from "./picture/save_picture";
import { isTableOpen } from "./table/state";
import { closeWeeks, isWeeksOpen, openWeeks } from "./weeks/store";

export function Views() {
  const view = openView.value;
  const save = () => {
    if (view) savePicture(view).catch(() => notify(analystSays.picture.failed));
  };
  return (
    <div class="room-analyst" role="toolbar" aria-label={analystSays.label}>
      {wantedView.value !== "list" && (
        <View
          icon="weeks"
          words={analystSays.weeks.open}
          isOn={isWeeksOpen.value}
          onPress={isWeeksOpen.value ? closeWeeks : openWeeks}
        />
      )}
      <View
        icon="table"
        words={analystSays.table.open}
        isOn={isTableOpen.value}
        onPress={() => {
          isTableOpen.value = !isTableOpen.peek();
        }}
      />
      {view && (
        <View icon="download" words={analystSays.picture.short} label={analystSays.picture.save} onPress={save} />
      )}
    </div>
  );
}

interface Props {
  readonly icon: IconName;
  readonly words: string;
  /** Where the words alone do not say it. */
  readonly label?: string;
  readonly isOn?: boolean;
  readonly onPress: () => void;
}

function View({ icon, words, label, isOn, onPress }: Props) {
  return (
    <button type="button" class={isOn ? "chip is-on" : "chip"} aria-pressed={isOn} aria-label={label} onClick={onPress}>
      <Icon name={icon} />
      {words}
    </button>
  );
}
