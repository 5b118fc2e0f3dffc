import type { FitLevel } from './fit-level.ts';
import type { Case } from './scaling-case.ts';

/** Those who are served wait for nobody, within the noise of a machine. */
const waitsForNobody = 1.25;

/**
 * How many places there are, where each keeps its connection for as long as the client does, as a process of Starman or a
 * thread of many servers: so many users are answered as quickly as alone, the same number at each level, and all others
 * never. Their pauses keep a place, too, so that throughput does not tell. Null where it is not so.
 */
export function keptPlaces({ levels, lone }: Case): number | null {
  const starved = levels.filter(({ figures }) => figures.starvedUsers > 0);
  const top = levels.at(-1);
  if (top === undefined || !starved.includes(top)) return null;
  const served = starved.map(servedUsers);
  const places = served[0] ?? 0;
  const isSo =
    places > 0 &&
    served.every((one) => one === places) &&
    starved.every(
      ({ figures }) => (figures.latency?.meanSeconds ?? 0) < waitsForNobody * lone.latencySeconds,
    ) &&
    levels.every((level) => starved.includes(level) || level.users <= places);
  return isSo ? places : null;
}

const servedUsers = ({ figures }: FitLevel): number =>
  (figures.answersPerUser ?? []).filter((answers) => answers > 0).length;
