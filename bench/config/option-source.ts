/** Where options came from, so that an error can say which to change. */
export interface OptionSource {
  /** As shown to the user: "headroom.config.ts" or "the command line". */
  readonly origin: string;
  readonly options: unknown;
  /** How one option is written there: `duration` or `--duration`. */
  readonly spell: (key: string) => string;
}
