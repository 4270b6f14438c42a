/** Lucide icons, only the used ones, 20 px with a 1.75 stroke. */
import {
  AudioLines,
  AudioWaveform,
  Ban,
  CalendarRange,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  ChevronUp,
  CircleQuestionMark,
  Disc3,
  Download,
  Ear,
  Ellipsis,
  FlaskConical,
  Folder,
  GalleryVerticalEnd,
  GripVertical,
  Hand,
  Heart,
  House,
  type IconNode,
  Image,
  Info,
  Keyboard,
  Lasso,
  Library,
  ListEnd,
  ListMusic,
  ListPlus,
  ListStart,
  Minus,
  Moon,
  Orbit,
  Pause,
  Pencil,
  Play,
  Plus,
  Redo,
  Repeat,
  Repeat1,
  RotateCcw,
  Search,
  Settings,
  Shuffle,
  SkipBack,
  SkipForward,
  Star,
  Sun,
  SunMoon,
  Table2,
  Timer,
  Trash,
  TriangleAlert,
  Undo,
  Upload,
  User,
  Users,
  UserX,
  Volume1,
  Volume2,
  VolumeX,
  Waypoints,
  WifiOff,
  X,
} from "lucide";
import { h } from "preact";

const ICONS = {
  album: Disc3,
  alike: AudioWaveform,
  artist: User,
  back: RotateCcw,
  bars: AudioLines,
  check: Check,
  clear: Trash,
  close: X,
  dark: Moon,
  dislike: Ban,
  down: ChevronDown,
  download: Download,
  drag: GripVertical,
  ear: Ear,
  edit: Pencil,
  flow: Waypoints,
  folder: Folder,
  grab: Hand,
  heart: Heart,
  help: CircleQuestionMark,
  home: House,
  info: Info,
  keyboard: Keyboard,
  lab: FlaskConical,
  lasso: Lasso,
  left: ChevronLeft,
  library: Library,
  light: Sun,
  loud: Volume2,
  minus: Minus,
  more: Ellipsis,
  mute: VolumeX,
  next: SkipForward,
  notArtist: UserX,
  offline: WifiOff,
  pause: Pause,
  picture: Image,
  people: Users,
  play: Play,
  playlist: GalleryVerticalEnd,
  playlistAdd: ListPlus,
  playNext: ListStart,
  plus: Plus,
  previous: SkipBack,
  queue: ListMusic,
  queueEnd: ListEnd,
  quiet: Volume1,
  redo: Redo,
  repeat: Repeat,
  repeatOne: Repeat1,
  right: ChevronRight,
  room: Orbit,
  search: Search,
  settings: Settings,
  shuffle: Shuffle,
  star: Star,
  system: SunMoon,
  table: Table2,
  timer: Timer,
  undo: Undo,
  up: ChevronUp,
  upload: Upload,
  warning: TriangleAlert,
  weeks: CalendarRange,
} as const satisfies Record<string, IconNode>;

export type IconName = keyof typeof ICONS;

export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg class={filled ? "icon icon-filled" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {ICONS[name].map(([tag, attributes], at) => h(tag, { key: at, ...attributes }))}
    </svg>
  );
}

interface ButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: (event: MouseEvent) => void;
  readonly filled?: boolean;
  readonly pressed?: boolean;
  readonly kind?: string;
  readonly disabled?: boolean;
  readonly skipTab?: boolean;
  readonly expanded?: boolean;
}

export function IconButton({
  icon,
  label,
  onPress,
  filled,
  pressed,
  kind = "",
  disabled,
  skipTab,
  expanded,
}: ButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${kind}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      tabIndex={skipTab ? -1 : undefined}
      onClick={(event) => {
        event.stopPropagation();
        onPress(event);
      }}
    >
      <Icon name={icon} filled={filled ?? false} />
    </button>
  );
}
