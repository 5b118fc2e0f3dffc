/** What one client, or all of them, may take of the server. Times are seconds, sizes bytes. */
export const usualLimits = {
  bodyBytes: 16 * 1024,
  /** Until the head of a request is there. */
  headerSeconds: 10,
  /** Until all of it is. */
  requestSeconds: 20,
  /** Between two requests of a connection. */
  idleSeconds: 5,
  connections: 512,
  /** Of one address: 50 a second, in bursts of 200. */
  requests: { most: 200, perSeconds: 4 },
  /** Of one address, of what costs seconds of CPU or reads a whole run. */
  heavyRequests: { most: 10, perSeconds: 10 },
  /** Of one address. Those who have a session are not held up by them. */
  wrongTokens: { most: 10, perSeconds: 60 },
  /** A browser opens six connections to a server at most, so that one of many people has room. */
  streams: { most: 50, perAddress: 30 },
  /** What may wait for a reader who does not read. */
  streamBufferBytes: 1024 * 1024,
  pingSeconds: 10,
} as const;

/** The same with other figures, for tests that cannot wait. */
export type Limits = Widened<typeof usualLimits>;
type Widened<T> = { readonly [K in keyof T]: T[K] extends number ? number : Widened<T[K]> };
