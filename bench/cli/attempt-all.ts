/**
 * Takes each step in turn, though an earlier one has failed.
 * @throws the error of the step that failed; of several an AggregateError with all of theirs
 */
export async function attemptAll(steps: readonly (() => void | Promise<void> | undefined)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors);
}
