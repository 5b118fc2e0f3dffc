/** What the metrics thread is started with. */
export interface ThreadData {
  readonly buffer: SharedArrayBuffer;
  readonly host: string;
  readonly port: number;
  readonly stallLimitSeconds: number;
  /** The parent process with which this one ends, where it does. */
  readonly parentPid: number | undefined;
  /** When the process started, in seconds of Unix time. */
  readonly processStartSeconds: number;
}

/** What the metrics thread answers once. */
export type ThreadReport =
  | { readonly state: 'listening'; readonly port: number; readonly seesSignals: boolean }
  | { readonly state: 'failed'; readonly code: string | undefined; readonly message: string };
