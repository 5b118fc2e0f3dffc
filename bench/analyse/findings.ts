import type { Cell, Warning } from '@headroom/contract/report.ts';
import { endpointKey } from '../model/level.ts';
import { percent, rps, seconds, users } from '../words/in-words.ts';
import { latencyOf } from './cell-figures.ts';
import { hasMark } from './has-mark.ts';
import { generatorSaturation } from './warnings.ts';

/**
 * What was seen: first what failed, then a sentence or two for each endpoint, built from the numbers of its highest level.
 * Cells with failed requests, other answers or a saturated generator take no part in those.
 */
export function findings(cells: readonly Cell[]): string[] {
  const usable = cells.filter((cell) => whyUnusable(cell) === null && cell.throughputRps > 0);
  return [
    ...failures(cells),
    ...byEndpoint(cells.filter((cell) => cell.failedRequests === 0 && whyUnusable(cell) !== null)).map(
      ([name, unusable]) => silence(name, unusable),
    ),
    ...byEndpoint(usable).map(([name, levels]) =>
      describe(
        name,
        levels,
        isAlone(levels) && cells.some((cell) => endpointKey(cell) === name && cell.vus > 1),
      ),
    ),
  ];
}

const byEndpoint = (some: readonly Cell[]): [string, Cell[]][] => [...Map.groupBy(some, endpointKey)];

/** What failed, a sentence for each endpoint. */
export const failures = (cells: readonly Cell[]): string[] =>
  byEndpoint(cells.filter(({ failedRequests }) => failedRequests > 0)).map(([name, failing]) =>
    failure(name, failing),
  );

const isAlone = (levels: readonly Cell[]): boolean => levels.every(({ vus }) => vus === 1);

/** Marks under which nothing is said of a cell's speed. */
const spoilt: readonly (readonly [Warning['code'], string])[] = [
  ['other-answer', 'other answers came than a lone user gets'],
  ['unanswered', 'requests were never answered'],
  ['growing', 'throughput was still growing'],
];

function whyUnusable(cell: Cell): string | null {
  if ((cell.generatorCpuShare ?? 0) >= generatorSaturation) return 'the generator was saturated';
  if (cell.failedRequests > 0) return 'requests failed';
  return spoilt.find(([mark]) => hasMark(cell, mark))?.[1] ?? null;
}

/** "2 of 40 requests failed at 4 users, 16 of 16 at 16 users". */
function failure(name: string, failing: readonly Cell[]): string {
  const levels = failing
    .toSorted((a, b) => a.vus - b.vus)
    .map(({ failedRequests, requests, vus }) => `${failedRequests} of ${requests} requests at ${users(vus)}`);
  const nothing = failing.every(({ throughputRps }) => throughputRps === 0) ? ': none was right' : '';
  return `${name}: failed: ${levels.join(', ')}${nothing}.`;
}

/** "nothing is said of 4 users (requests were never answered)". */
function silence(name: string, unusable: readonly Cell[]): string {
  const levels = unusable
    .toSorted((a, b) => a.vus - b.vus)
    .map((cell) => `${users(cell.vus)} (${whyUnusable(cell)})`);
  return `${name}: nothing is said of the speed at ${levels.join(', ')}.`;
}

function describe(name: string, levels: readonly Cell[], othersUnfit: boolean): string {
  const top = levels.reduce((a, b) => (b.vus > a.vus ? b : a));
  const ramping = hasMark(top, 'ramp-unfinished');
  const at = `${rps(top.throughputRps)} at ${users(top.vus)}${ramping ? ', who were not all there yet' : ''}`;
  if (top.vus === 1) {
    return `${name}: a lone user gets ${rps(top.throughputRps)}, each in ${seconds(top.latencySeconds?.mean ?? 0)}; how it serves several at once ${othersUnfit ? 'cannot be told from levels that are unfit' : 'takes more users to tell'}.`;
  }
  // First: with think time a lightly loaded server, too, has about one request in hand.
  const short = shortfall(top);
  if (short !== null && short <= 0.05) {
    const off = short <= 0.001 ? 'meets the ideal' : `follows the ideal to within ${percent(short)}`;
    return `${name}: ${off}, ${at} with a mean latency of ${seconds(top.latencySeconds?.mean ?? 0)}${ramping ? '' : '; its limit is not in sight'}${hasMark(top, 'resent') ? '; but its connections broke, and k6 asked again in silence' : ''}.`;
  }
  if (servesOneAtATime(top)) return `${name}: ${oneAtATime(top, levels, at)}`;
  if (hasMark(top, 'starved')) return `${name}: ${at}, and ${whoWaits(top)}.`;
  const concurrency = top.effectiveConcurrency;
  const served =
    concurrency?.bound === 'estimate'
      ? ` It serves about ${concurrency.value.toFixed(1)} requests at a time.`
      : '';
  const ideal = short === null ? '' : `, ${percent(short)} below a server that never queues`;
  return `${name}: ${at}${ideal}.${served}`;
}

/**
 * By the latency of a lone user, or by the service's own account: a loop that is always busy, and as many
 * requests in its hands as one. The lone user's latency is the less certain of the two on a noisy machine.
 */
function servesOneAtATime(cell: Cell): boolean {
  const { effectiveConcurrency, loopUtilization, serverLatencyMeanSeconds, throughputRps } = cell;
  if (effectiveConcurrency?.bound !== 'estimate') return false;
  const inHand = throughputRps * (serverLatencyMeanSeconds ?? Number.NaN);
  return isAboutOne(effectiveConcurrency.value) || ((loopUtilization ?? 0) > 0.95 && isAboutOne(inHand));
}

const isAboutOne = (value: number): boolean => value > 0.9 && value < 1.1;

function oneAtATime(top: Cell, levels: readonly Cell[], at: string): string {
  const stalled =
    (top.loopUtilization ?? 0) > 0.9 || (top.longestStallSeconds ?? 0) > 0.5 * (top.serviceSeconds ?? 0);
  const cause = stalled
    ? 'the event loop is blocked, so it serves one request at a time'
    : 'it serves one request at a time';
  const stall =
    (top.longestStallSeconds ?? 0) >= 0.1
      ? ` Its loop stood still for ${seconds(top.longestStallSeconds ?? 0)} on end.`
      : '';
  const lower = levels.filter(
    ({ vus, throughputRps }) => vus < top.vus && throughputRps > 0.95 * top.throughputRps,
  );
  const same = lower.length > 0 ? `, no more than with ${lower.map(({ vus }) => vus).join(' or ')}` : '';
  return `${cause}: ${at}${same}, and ${whoWaits(top)}.${stall}`;
}

/** What is implied is nobody's wait where some are not answered at all. */
function whoWaits(top: Cell): string {
  const wait = seconds(latencyOf(top) ?? 0);
  const someWithout = top.users !== null && top.users.answered < top.users.there;
  if (top.users === null || !(hasMark(top, 'starved') || (top.censored && someWithout))) {
    return `each waits ${wait}${top.censored ? ' (implied)' : ''}`;
  }
  const { there, answered } = top.users;
  return `${there - answered} of ${there} users ${hasMark(top, 'starved') ? 'were not answered at all' : 'had no answer within the window'}; with everybody served in turn each would wait ${wait}`;
}

/** How far throughput stays below the ideal, as a share of it. */
function shortfall({ throughputRps, idealThroughputRps }: Cell): number | null {
  return idealThroughputRps === null ? null : Math.max(0, 1 - throughputRps / idealThroughputRps);
}
