/** So many, or more: the weights are scaled down, which leaves their ratios as they are. */
const weightLimit = 1e200;

/**
 * Throughput in requests per second of a closed system in steady state: `users` who think for `thinkSeconds`
 * on average, and a server that works off `served(n)` lone requests' worth at once while n are in its hands.
 * Exact where service times are exponential, and for processor sharing whatever they are; think times may be
 * anything (machine repair model: Gross & Harris, Fundamentals of Queueing Theory, section 2.8;
 * Lazowska et al., Quantitative System Performance, 1984, section 20.3).
 */
export function closedThroughput(
  users: number,
  thinkSeconds: number,
  serviceSeconds: number,
  served: (inHand: number) => number,
): number {
  if (thinkSeconds <= 0) return served(users) / serviceSeconds;
  let weight = 1;
  let weights = 1;
  let work = 0;
  for (let inHand = 1; inHand <= users; inHand++) {
    const rate = served(inHand);
    weight *= ((users - inHand + 1) * serviceSeconds) / (thinkSeconds * rate);
    if (weight > weightLimit) {
      weights /= weight;
      work /= weight;
      weight = 1;
    }
    weights += weight;
    work += weight * rate;
  }
  return work / weights / serviceSeconds;
}
