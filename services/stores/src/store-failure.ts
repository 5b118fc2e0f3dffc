/** What the programs end with when they do not end because they were told to. */
export const exitCodes = { failed: 1, badSettings: 2, missingProgram: 3 } as const;

/** Why there is no store, in words for whoever wanted one; they hold no password. */
export class StoreFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
