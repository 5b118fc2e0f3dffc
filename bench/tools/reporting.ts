/** Where the search for k6 speaks, and how it is told to stop. */
export interface Reporting {
  /** One line of text for the user. */
  announce(line: string): void;
  readonly signal: AbortSignal;
}
