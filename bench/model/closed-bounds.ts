/**
 * A closed system as operational analysis sees it: R0 the latency of a lone user, Z the mean think time and D the
 * demand at the bottleneck, 1/Xmax, all in seconds; D is null where no plateau was seen.
 */
export interface ClosedSystem {
  readonly serviceSeconds: number;
  readonly thinkSeconds: number;
  readonly demandSeconds: number | null;
}

/**
 * The most requests per second that `users` can get: X(N) <= min(N / (R0 + Z), 1 / D).
 * Denning & Buzen, The Operational Analysis of Queueing Network Models, ACM Computing Surveys 10(3), 1978;
 * Lazowska et al., Quantitative System Performance, 1984, section 5.2.
 */
export function throughputBound(system: ClosedSystem, users: number): number {
  const alone = users / (system.serviceSeconds + system.thinkSeconds);
  return system.demandSeconds === null ? alone : Math.min(alone, 1 / system.demandSeconds);
}

/** The least mean latency in seconds of `users`: R(N) >= max(R0, N D - Z), from the same sources. */
export function latencyBound(system: ClosedSystem, users: number): number {
  if (system.demandSeconds === null) return system.serviceSeconds;
  return Math.max(system.serviceSeconds, users * system.demandSeconds - system.thinkSeconds);
}

/** N* = (R0 + Z) / D: from so many users on some must wait for others; null where no plateau was seen. */
export function kneeUsers({ serviceSeconds, thinkSeconds, demandSeconds }: ClosedSystem): number | null {
  return demandSeconds === null ? null : (serviceSeconds + thinkSeconds) / demandSeconds;
}
