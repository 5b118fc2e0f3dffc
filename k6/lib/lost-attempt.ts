/** The times of a request as k6 tells them, in milliseconds. */
export interface RequestTimings {
  readonly blocked: number;
  readonly connecting: number;
  readonly sending: number;
}

/** Taking an idle connection from the pool is a matter of microseconds, making one is not; milliseconds. */
export const leastToConnect = 0.05;

/**
 * Whether an attempt before this one was lost. Go's HTTP client sends a request without a body again where the connection
 * that it had kept breaks before an answer. k6 does not tell; but of the first attempt's connection, which was there, it
 * has the time of connecting, none, of the second's the wait for it, and sending lasts from the one to the other.
 */
export const hasLostAttempt = ({ blocked, connecting, sending }: RequestTimings): boolean =>
  blocked > leastToConnect && sending > blocked && connecting === 0;
