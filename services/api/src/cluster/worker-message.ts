/** What a worker tells the primary of its start, which goes on to listening only when the primary says `goOn`. */
export type WorkerMessage =
  | { readonly state: 'prepared'; readonly metricsPort: number | undefined }
  | { readonly state: 'listening'; readonly url: string }
  | { readonly state: 'failed'; readonly message: string; readonly exitCode: number };

/** What the primary tells a worker that is prepared. */
export const goOn = 'listen';
