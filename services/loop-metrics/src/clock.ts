/** Seconds on the monotonic clock, which all threads of a process share. */
export const monotonicSeconds = (): number => Number(process.hrtime.bigint()) / 1e9;
