import { seriesLimit } from './limits.ts';

export type Labels = Readonly<Record<string, string>>;

/** The request metrics that have a series for each combination of labels. */
export type SeriesTable = 'active' | 'durations';

/** Tells the metrics thread which labels a slot of a table stands for. */
export interface SeriesAnnouncement {
  readonly table: SeriesTable;
  readonly slot: number;
  readonly labels: Labels;
}

/** The value of every label of the series that takes what `seriesLimit` leaves no room for. */
export const overflowLabel = 'other';

/** The slot of that series. */
export const overflowSlot = seriesLimit - 1;

/**
 * Gives out the slots of one table: the function returned announces a new series and returns its slot, or
 * `overflowSlot` once all others are taken.
 */
export function slotAllotment(
  table: SeriesTable,
  announce: (announcement: SeriesAnnouncement) => void,
): (labels: Labels) => number {
  let next = 0;
  return (labels) => {
    if (next > overflowSlot) return overflowSlot;
    const slot = next;
    next += 1;
    const overflowLabels = () => Object.fromEntries(Object.keys(labels).map((name) => [name, overflowLabel]));
    announce({ table, slot, labels: slot === overflowSlot ? overflowLabels() : labels });
    return slot;
  };
}
