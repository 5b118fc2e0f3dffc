import type { Case } from './scaling-case.ts';

/** Of what a lock would take of a lone request, that much at the most may be there, or it may be a lock after all. */
const mostOfDemand = 0.4;
/** With more places what is looked for is lost in the noise, and their number is off by one. */
const mostPlaces = 6;
/** A whole number of places, near enough. */
const nearWhole = 0.1;
const fewestAnswers = 20;

/**
 * How many places there are, where each serves several requests of a connection in a row before it takes another, as Puma
 * does: most answers are as quick as alone and the rest wait long, as with a lock that some requests take. But a lock that
 * lets through Xmax a second holds each request for D = 1 / Xmax on average, a lone user's too (utilization law, Denning &
 * Buzen 1978), so that his mean would exceed his median by that. Null where that may be so.
 */
export function placesInTurns({ lone, plateau, pool }: Case): number | null {
  const { latency, completions } = lone.figures;
  if (plateau === null || latency === null || latency.p50Seconds === null || completions < fewestAnswers) {
    return null;
  }
  const demandSeconds = 1 / plateau.throughputRps;
  const places = plateau.throughputRps * lone.latencySeconds;
  const whole = Math.round(places);
  if (whole < 1 || whole > mostPlaces || Math.abs(places / whole - 1) > nearWhole) return null;
  const isPool = Math.abs(pool.size / whole - 1) <= nearWhole;
  return isPool && latency.meanSeconds - latency.p50Seconds < mostOfDemand * demandSeconds ? whole : null;
}
