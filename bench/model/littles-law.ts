/**
 * The closed-loop law (J. D. C. Little, 1961; response time law of Lazowska et al., Quantitative System
 * Performance, 1984, section 3.4): a steady system with N users, mean think time Z and throughput X has a
 * mean response time R = N/X - Z. Times in seconds; null when nothing was completed.
 */
export function impliedLatency(users: number, throughputRps: number, thinkSeconds: number): number | null {
  return throughputRps > 0 ? Math.max(0, users / throughputRps - thinkSeconds) : null;
}

/** |X(R + Z) - N| / N with the observed mean latency R: how far the window is from a steady system. */
export function littleResidual(
  users: number,
  throughputRps: number,
  meanLatencySeconds: number,
  thinkSeconds: number,
): number {
  return Math.abs(throughputRps * (meanLatencySeconds + thinkSeconds) - users) / users;
}

/** What the law may be off by before a cell counts as unsettled: measurement, and the edges of the window. */
export function residualAllowed(meanLatencySeconds: number, windowSeconds: number): number {
  return 0.03 + meanLatencySeconds / windowSeconds;
}

/**
 * Whether the window was too short to see the latency: most requests that were sent are still waiting when
 * it closes, so the ones that ended are the lucky ones. The observed mean is then a lower bound.
 * True when the implied mean is over 5 % above the observed one, even if one more completion is granted to
 * the window for its edges, and the observed mean is over a tenth of the window.
 */
export function isCensored(
  users: number,
  completions: number,
  thinkSeconds: number,
  observedMeanSeconds: number,
  windowSeconds: number,
): boolean {
  const implied = impliedLatency(users, (completions + 1) / windowSeconds, thinkSeconds) ?? 0;
  return implied > 1.05 * observedMeanSeconds && observedMeanSeconds > windowSeconds / 10;
}
