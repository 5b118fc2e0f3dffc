type Value = number | null | undefined;

/** The places of values without a neighbour, which no line runs to. */
export function alone(values: ArrayLike<Value>): number[] {
  const isKnown = (place: number): boolean => (values[place] ?? null) !== null;
  return Array.from(values, (_, place) => place).filter(
    (place) => isKnown(place) && !isKnown(place - 1) && !isKnown(place + 1),
  );
}
