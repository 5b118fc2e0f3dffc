import type { ProbeResult } from '@headroom/contract/probe.ts';
import { hasMark } from '../analyse/has-mark.ts';
import { generatorSaturation } from '../analyse/warnings.ts';
import { rps, users } from '../words/in-words.ts';

type Found = Pick<
  ProbeResult,
  | 'model'
  | 'classification'
  | 'blockedLoop'
  | 'effectiveConcurrency'
  | 'effectiveConcurrencyBound'
  | 'kneeUsers'
  | 'maxThroughputRps'
  | 'levels'
  | 'rates'
  | 'subjectCpus'
  | 'complete'
> & { readonly warnings: readonly Pick<ProbeResult['warnings'][number], 'code'>[] };

/** What to do about what was found, in sentences. */
export function advise(found: Found): string[] {
  if (found.model === 'open') return adviseOpen(found);
  const top = found.levels.at(-1)?.users.there ?? 1;
  const size = found.effectiveConcurrency ?? 0;
  switch (found.classification) {
    case 'one-at-a-time':
      return [
        ...connectingFirst(found),
        ...freePlaces(found),
        ...oneAtATime(found.blockedLoop),
        ...asLongAs(found),
      ];
    case 'pool':
      return [
        ...connectingFirst(found),
        ...freePlaces(found),
        `Raise the pool (threads, connections, workers) above ${size.toFixed(0)} if what stands behind it bears more, or hold a place for a shorter time. Where its places only wait, an async handler needs none of them. If its places are event loops (WebFlux, Micronaut, Vert.x, workers of Deno or Node), more of them is the wrong cure: something blocks them, and belongs off the loop.`,
        ...asLongAs(found),
      ];
    case 'loops':
      return [
        `Each of its ${size.toFixed(0)} event loops (or single-threaded workers) serves its own connections one at a time, so users who share one wait while another may idle. Where the handler waits, use the asynchronous call; where it computes or blocks, move that off the loops (a blocking pool, worker threads). More loops only make sharing one less likely.`,
        ...asLongAs(found),
      ];
    case 'scales':
      return isRefusing(found)
        ? [
            `There is nothing to gain up to ${users(highestRight(found))}: nobody waits for anybody. Who comes beyond is turned away: raise its limit if what stands behind it bears more, and let clients wait before they ask again.`,
          ]
        : [
            ...connectingFirst(found),
            `There is nothing to gain up to ${users(top)}: nobody waits for anybody.${found.complete ? whereItEnds(found) : ''}`,
          ];
    case 'contended':
      if (hasMark(found, 'large-answers')) {
        return [
          'Answers are large: send less of them (pages, compression), or try an answer of few bytes first.',
        ];
      }
      return [
        'Find what requests share: a lock, a transaction, a hot row, a connection. Hold it for a shorter time, or in fewer requests; more threads or async handlers only make more of them wait for it.',
      ];
    case 'cpu-bound':
      return [...connectingFirst(found), ...cpuBound(size, found.subjectCpus), ...asLongAs(found)];
    case 'unknown':
      if (hasMark(found, 'other-answer')) {
        return [
          'See what the service answers under load (its log, or one request by hand meanwhile): an error with the right status is none to be measured. --expect-contains names what a right answer has.',
        ];
      }
      if (isGeneratorAtLimit(found)) {
        return [
          'k6 had no CPU to spare: the service answers faster than this machine can ask. Load it from another machine, or let users pause (--think 10ms).',
        ];
      }
      if (hasMark(found, 'unanswered')) {
        return [
          'Find the requests that are never answered first: each of them takes a user, and a connection, for good.',
        ];
      }
      if (!found.complete) return ['Probe it again, to the end.'];
      if (found.levels.some(({ failedRequests }) => failedRequests > 0)) return failing(found);
      if (hasMark(found, 'growing')) {
        return [
          'Probe it once more when it has grown (ask it with that many users before), with a longer --duration, or set its pool to a fixed size.',
        ];
      }
      if (found.levels.length < 2) {
        return ['Probe it with more users: one level alone does not tell how several are served at once.'];
      }
      if (found.effectiveConcurrencyBound === 'lower' && !hasMark(found, 'time-limit')) {
        return [
          `Probe it with more users (--users-max ${2 * top}): where they wait for one another tells. A longer --duration and a quieter machine make it surer.`,
        ];
      }
      return [
        'Probe again on a quieter machine, with --duration 10s, or with other --users-max; --metrics URL gives evidence from inside.',
      ];
    default:
      return found.classification satisfies never;
  }
}

const connectingFirst = (found: Found): string[] =>
  hasMark(found, 'connecting')
    ? [
        'A good part of what users wait is for a connection: keep connections open, end TLS in front of the service, or give it a longer backlog.',
      ]
    : [];

/** Whoever is not answered waits until somebody else goes. */
const freePlaces = (found: Found): string[] =>
  hasMark(found, 'starved')
    ? [
        'Some users are not answered at all while others are: where a place keeps its connection, close idle ones sooner, put a proxy in front that shares its connections, or have more places.',
      ]
    : [];

const isRefusing = (found: Found): boolean => hasMark(found, 'refused');

const highestRight = ({ levels }: Found): number =>
  Math.max(
    1,
    ...levels.filter(({ failedRequests }) => failedRequests === 0).map((level) => level.users.there),
  );

const isGeneratorAtLimit = ({ levels }: Found): boolean =>
  levels.some(({ generatorCpuShare }) => (generatorCpuShare ?? 0) >= generatorSaturation);

const whereItEnds = (found: Found): string =>
  ` To see where it ends, give a larger ${hasMark(found, 'time-limit') ? '--max-time' : '--users-max'}.`;

function failing({ levels }: Found): string[] {
  const shares = levels
    .filter(({ failedRequests }) => failedRequests > 0)
    .map((level) => `${level.failedRequests} of ${level.requests} at ${users(level.users.there)}`);
  return [
    `Requests failed (${shares.join(', ')}), and how fast it fails says nothing of how it serves: see the service's log. Where it limits how often it is asked, --think 1s asks less often; where it cannot bear so many, that is its limit. Every status but that of --expect-status counts as failed, redirects included.`,
  ];
}

function oneAtATime(blockedLoop: boolean | null): string[] {
  switch (blockedLoop) {
    case true:
      return [
        'Its event loop is blocked. Where the handler waits (file, network, database), use the asynchronous call; where it computes, move that to worker threads or processes, or run several processes of the service.',
      ];
    case false:
      return [
        'Its event loop turns, so something else lets only one through: a lock, a transaction, a pool of one connection. Hold it for a shorter time, or have more of it.',
      ];
    case null:
      return [
        'Where the handler waits, write it async or give it threads; where it computes, move that to worker threads or processes; where it holds a lock, hold it for a shorter time. A page of metrics that answers while an event loop is blocked (--metrics) tells whether one is.',
      ];
    default:
      return blockedLoop satisfies never;
  }
}

function cpuBound(cpus: number, granted: number | null): string[] {
  const idle =
    granted !== null && cpus < 0.85 * granted
      ? ` It keeps ${cpus.toFixed(1)} of ${granted} CPUs busy: worker threads, or more processes of the service, would use the others.`
      : ' Beyond that, more CPUs or machines carry more.';
  return [`Async handlers do not help: requests wait for a CPU. Compute less for each of them.${idle}`];
}

/** Who comes next where all places are taken, of which the knee tells the number to a tenth. */
const firstWhoWaits = (kneeUsers: number): number =>
  Math.abs(kneeUsers - Math.round(kneeUsers)) < 0.1 ? Math.round(kneeUsers) + 1 : Math.ceil(kneeUsers);

function asLongAs({ kneeUsers, maxThroughputRps }: Found): string[] {
  if (kneeUsers === null || maxThroughputRps === null) return [];
  return [
    `As long as fewer than ${users(Math.max(2, firstWhoWaits(kneeUsers)))} ask at once, or fewer than ${rps(maxThroughputRps)} come, there is little to gain.`,
  ];
}

function adviseOpen({ rates }: Found): string[] {
  const held = rates.findLast(({ overloaded }) => !overloaded);
  const broke = rates.find(({ overloaded }) => overloaded);
  return [
    ...(held === undefined ? [] : [`It keeps up with ${rps(held.offeredRps)}.`]),
    ...(broke === undefined
      ? []
      : [`At ${rps(broke.offeredRps)} it falls behind, and its queue grows for as long as that lasts.`]),
    'To learn how it serves several at once, probe it without --rate.',
  ];
}
