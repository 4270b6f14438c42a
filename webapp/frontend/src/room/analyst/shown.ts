/** What colours and sizes show now: the chosen quantities, or the plays of a week while the weeks are open. */
import { computed } from "@preact/signals";
import type { Column } from "../map/read_map";
import { openMapColumn } from "../map/store";
import { colourBy, sizeBy } from "../state";
import { sizesOf } from "./sizes";
import { weekColumn } from "./weeks/store";

/** Undefined while it is on its way. */
export const colourColumn = computed<Column | undefined>(() => weekColumn.value ?? openMapColumn(colourBy.value));
export const sizeColumn = computed<Column | undefined>(
  () => weekColumn.value ?? (sizeBy.value ? openMapColumn(sizeBy.value) : undefined),
);
/** Hundredths of the plain radius by row; null where all are alike. */
export const rowSizes = computed(() => (sizeColumn.value ? sizesOf(sizeColumn.value) : null));

/** The chosen quantities that are to be at hand. */
export const shownColumns = (): readonly string[] => [colourBy.value, sizeBy.value].filter(Boolean);
