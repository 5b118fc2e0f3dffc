import { placeOn, type Scale, valueAt } from './scale.ts';

/** A word beside the end of a line. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

/**
 * Moves labels of the same x apart along the axis until none lies on another.
 * @param gap the least distance, as a share of the axis
 */
export function spreadLabels(labels: readonly Label[], scale: Scale, gap: number): Label[] {
  const columns = Map.groupBy(
    labels.filter(({ text }) => text !== ''),
    ({ x }) => x,
  );
  return [...columns.values()].flatMap((column) => {
    const sorted = column.map((label) => ({ label, place: placeOn(scale, label.y) })).sort(byPlace);
    const places = spread(
      sorted.map(({ place }) => place),
      gap,
    );
    return sorted.map(({ label }, i) => ({ ...label, y: valueAt(scale, places[i] ?? 0) }));
  });
}

/** Sweeps up, then down from the head of the axis, so that what was pushed out comes in again. */
function spread(rising: readonly number[], gap: number): number[] {
  const places: number[] = [];
  for (const place of rising) places.push(Math.max(place, (places.at(-1) ?? -Infinity) + gap));
  let ceiling = Math.max(1, (places.length - 1) * gap);
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? 0, ceiling);
    ceiling = (places[i] ?? 0) - gap;
  }
  return places;
}

function byPlace(a: { readonly place: number }, b: { readonly place: number }): number {
  return a.place - b.place;
}
