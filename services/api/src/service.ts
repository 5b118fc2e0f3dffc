/** The service while it runs, in one process or several. */
export interface Service {
  /** Answers what is in hand, closes everything else, and resolves when nothing runs any more. */
  close(): Promise<void>;
  /** Rejects with a `StartFailure` when the service cannot go on and has closed by itself. */
  readonly failed?: Promise<never>;
}
