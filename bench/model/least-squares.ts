/** Where a fit ended, and what it leaves. */
export interface Fit {
  readonly parameters: readonly number[];
  /** Sum of the squared residuals. */
  readonly misfit: number;
  readonly residuals: readonly number[];
  /** Of each parameter, from the curvature at the end, if residuals are in standard errors. */
  readonly standardErrors: readonly number[];
}

export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const mostSteps = 60;

/**
 * Bounded non-linear least squares by Levenberg and Marquardt's method (Marquardt, 1963), with differences
 * for derivatives and steps projected onto the bounds. Written here because the residuals hold bands and a prior,
 * for which packages that fit y = f(x) have no place.
 * @param residualsOf what is to become small, in standard errors
 */
export function leastSquares(
  residualsOf: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
  bounds: Bounds,
): Fit {
  let parameters = project(start, bounds);
  let residuals = residualsOf(parameters);
  let misfit = sumOfSquares(residuals);
  let damping = 1e-2;
  for (let step = 0; step < mostSteps && damping < 1e8; step++) {
    const { gradient, curvature } = slopes(residualsOf, parameters, residuals, bounds);
    const move = solve(
      curvature.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + 1e-12 : value))),
      gradient.map((value) => -value),
    );
    const next = project(
      parameters.map((value, i) => value + (move[i] ?? 0)),
      bounds,
    );
    const nextResiduals = residualsOf(next);
    const nextMisfit = sumOfSquares(nextResiduals);
    if (nextMisfit < misfit) {
      const gain = misfit - nextMisfit;
      [parameters, residuals, misfit, damping] = [next, nextResiduals, nextMisfit, damping / 5];
      if (gain < 1e-6 * (1 + misfit)) break;
    } else {
      damping *= 5;
    }
  }
  const { curvature } = slopes(residualsOf, parameters, residuals, bounds);
  return { parameters, misfit, residuals, standardErrors: standardErrors(curvature) };
}

function slopes(
  residualsOf: (parameters: readonly number[]) => readonly number[],
  at: readonly number[],
  residuals: readonly number[],
  bounds: Bounds,
) {
  const columns = at.map((value, i) => {
    const width = 1e-5 * Math.max(Math.abs(value), 0.01);
    const signed = value + width > (bounds.high[i] ?? Number.POSITIVE_INFINITY) ? -width : width;
    const moved = residualsOf(at.map((other, j) => (j === i ? value + signed : other)));
    return moved.map((residual, row) => (residual - (residuals[row] ?? 0)) / signed);
  });
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  return {
    gradient: columns.map((column) => dot(column, residuals)),
    curvature: columns.map((a) => columns.map((b) => dot(a, b))),
  };
}

function standardErrors(curvature: readonly (readonly number[])[]): number[] {
  return curvature.map((_, i) => {
    const unit = curvature.map((__, j) => (i === j ? 1 : 0));
    const variance = solve(curvature, unit)[i] ?? Number.NaN;
    return variance > 0 && Number.isFinite(variance) ? Math.sqrt(variance) : Number.POSITIVE_INFINITY;
  });
}

/** Gauss' elimination with pivoting; a singular direction is left where it is. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a));
    const at = rows.indexOf(pivot);
    [rows[column], rows[at]] = [pivot, rows[column] as number[]];
    const divisor = pivot[column] ?? 0;
    if (Math.abs(divisor) < 1e-300) continue;
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = (row[column] ?? 0) / divisor;
      for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (Math.abs(row[i] ?? 0) < 1e-300 ? 0 : (row[size] ?? 0) / (row[i] ?? 1)));
}

const sumOfSquares = (values: readonly number[]): number => values.reduce((sum, v) => sum + v * v, 0);

function project(values: readonly number[], { low, high }: Bounds): number[] {
  return values.map((value, i) => Math.min(Math.max(value, low[i] ?? value), high[i] ?? value));
}
