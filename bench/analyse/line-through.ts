/** A straight line through values that are equally far apart, by least squares. */
export interface Line {
  readonly mean: number;
  /** From one value to the next. */
  readonly slope: number;
  /** On the line, of the first and of the last value. */
  readonly first: number;
  readonly last: number;
  /** Sum of the squared residuals, and their degrees of freedom. */
  readonly squaresLeft: number;
  readonly freedom: number;
  /** The standard error of the slope is that of a value over this. */
  readonly leverage: number;
}

/** @param values three or more */
export function lineThrough(values: readonly number[]): Line {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squaresOfPlace = values.reduce((sum, _, place) => sum + (place - middle) ** 2, 0);
  const slope =
    values.reduce((sum, value, place) => sum + (place - middle) * (value - mean), 0) / squaresOfPlace;
  const squaresLeft = values.reduce(
    (sum, value, place) => sum + (value - mean - slope * (place - middle)) ** 2,
    0,
  );
  return {
    mean,
    slope,
    first: mean - slope * middle,
    last: mean + slope * middle,
    squaresLeft,
    freedom: values.length - 2,
    leverage: Math.sqrt(squaresOfPlace),
  };
}
