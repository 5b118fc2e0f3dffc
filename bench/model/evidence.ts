import { rps, seconds, users } from '../words/in-words.ts';
import { levelThatTells } from './blocked-loop.ts';
import type { Classification } from './classification.ts';
import { type FitLevel, unfitBecause } from './fit-level.ts';
import type { Judgement, Places } from './judge-scaling.ts';
import type { LevelFigures, SystemFigures } from './level-figures.ts';
import type { Case } from './scaling-case.ts';
import type { TiedLoops } from './tied-loops.ts';

/** By so much CPU times of a request may differ and count as the same. */
const unevenShare = 0.15;

/** What a classification rests on, or why there is none, in sentences. */
export function evidenceOf(
  about: Case,
  judgement: Judgement,
  found: Omit<Classification, 'evidence'>,
): string[] {
  return [
    alone(about),
    ...reasonFor(about, judgement, found.blockedLoop),
    ...plateauSentence(found),
    ...loopSentences(about, found),
    ...leftOutSentences(about.leftOut),
  ];
}

export function evidenceWithoutLoneUser({ levels }: SystemFigures): string[] {
  const unfit = levels.filter((level) => unfitBecause(level) !== null);
  return [
    unfit.some((level) => level.users === 1)
      ? 'The level of 1 user cannot be used, so what a request takes when nobody else asks is unknown.'
      : 'No lone user was measured, so what a request takes when nobody else asks is unknown; measure 1 user too.',
    ...leftOutSentences(unfit),
  ];
}

function alone({ lone, thinkSeconds }: Case): string {
  const think = thinkSeconds > 0 ? `, and thinks ${seconds(thinkSeconds)} (Z)` : '';
  return `A lone user is answered in ${seconds(lone.latencySeconds)} (R0)${think}.`;
}

function reasonFor(about: Case, judgement: Judgement, blockedLoop: boolean | null): string[] {
  const { top, pool, subjectCpus } = about;
  const at = `${rps(top.throughputRps)} at ${users(top.users)}`;
  const latency = `${seconds(top.latencySeconds)}${top.observed ? '' : ' (implied)'}`;
  switch (judgement.kind) {
    case 'scales':
      return [
        `Nobody waits longer than alone up to ${users(top.users)} (${latency}), so throughput grows with the users: ${at}. ${about.leftOut.some((level) => level.users > top.users && level.failedRequests > 0) ? 'Beyond, requests failed.' : 'What lies beyond was not seen.'}`,
        ...disturbed(about),
      ];
    case 'one-at-a-time':
      return [
        `At ${users(top.users)} ${whoWaits(top)}, and throughput is that of ${atOnce(pool.size)} at a time: ${at}.`,
        ...(judgement.by === undefined ? [] : [signsOfPlaces[judgement.by]]),
        ...(blockedLoop === true || judgement.by !== undefined
          ? []
          : [
              'From outside a blocked event loop, a lock that every request holds and a server with one thread look alike.',
            ]),
      ];
    case 'pool':
      return [
        `Users wait for nobody until about ${atOnce(judgement.by === undefined ? pool.size : judgement.size)} requests are in hand, and ${top.figures.starvedUsers > 0 ? whoWaits(top) : 'in line'} from then on: ${at}${top.figures.starvedUsers > 0 ? '' : `, in ${latency}`}.`,
        judgement.by === undefined
          ? 'A lock that every request holds for as small a part of its time would look the same from outside.'
          : signsOfPlaces[judgement.by],
      ];
    case 'loops': {
      const { loops, atLeast } = judgement.tied;
      return [
        `Connections are tied to one of ${atLeast ? 'at least ' : ''}${loops} loops by chance: users who share one wait for each other while another may stand idle: ${at}, in ${latency}.`,
        `${unevenAnswers(judgement.tied)}: who has a loop alone gets all that it can do, each of two who share one a half, of three a third.`,
      ];
    }
    case 'cpu-bound':
      return [
        `It keeps ${judgement.busyCpus.toFixed(2)} CPUs busy where throughput grows no more${subjectCpus === null ? '' : `, of ${subjectCpus} that it may use`}: ${at}.`,
        ...unevenCpu(about),
      ];
    case 'contended':
      return [contention(about, judgement.sign, at, latency)];
    case 'unknown':
      return whyUnknown(about, judgement, at, latency);
    default:
      return judgement satisfies never;
  }
}

function whyUnknown(
  about: Case,
  judgement: Extract<Judgement, { kind: 'unknown' }>,
  at: string,
  latency: string,
): string[] {
  const { top, lone, pool, plateau, levels } = about;
  const none = 'how it serves several at once cannot be told';
  switch (judgement.reason) {
    case 'growing':
      return [
        `More was served at the end of windows than at their beginning: the service was starting threads or processes, or was not warm, so ${none}. Probe it again when it is, or with longer windows.`,
      ];
    case 'starved':
      return [
        `Users were not answered at all while others were, and by no fixed number of places: ${none}. A service that starts threads or processes as they are needed does so; probe it again when it has them.`,
      ];
    case 'one-level':
      return [`No level of more users can be used: ${none}.`];
    case 'below-knee':
      return [
        `The levels end before users wait for one another to any extent (${latency} at ${users(top.users)}): ${none}; measure more users.`,
      ];
    case 'part-waits':
      return [
        `At ${users(top.users)} most requests are as fast as alone and the rest wait long, as for a lock, but no request of a lone user takes as long as that would have to be held: a place may serve several requests of one connection in a row before another's. ${about.plateau === null ? '' : `Throughput is that of ${atOnce(pool.size)} at a time. `}How it serves several at once cannot be told.`,
      ];
    case 'unsettled-above':
      return [
        `Nobody waits longer than alone up to ${users(top.users)}, but a higher level that was not settled falls short: a longer warm-up may tell.`,
      ];
    case 'unfit-above':
      return [
        `Nobody waits longer than alone up to ${users(top.users)}; what came at more was something else: ${none}.`,
      ];
    case 'uneven':
      return [
        `Users are served unevenly: ${unevenAnswers(judgement.tied)}. Connections that are tied to one of several loops would explain it, and so would requests that slow one another down: ${none}; repeat it, or measure for longer.`,
      ];
    case 'no-whole-number':
      return [
        `Throughput is that of ${atOnce(pool.size)} at a time (give or take ${Number.isFinite(pool.sizeError) ? (2 * pool.sizeError).toFixed(1) : 'much'}), which is not one number of places: ${none}.`,
      ];
    case 'either':
      return [
        `A pool of about ${pool.size.toFixed(1)} and requests that slow one another down explain these ${levels.length} levels alike: ${at}. Levels around ${users(Math.max(2, Math.round(pool.size * (1 + about.thinkSeconds / lone.latencySeconds))))} and beyond would tell.`,
      ];
    case 'contradiction':
      return [
        `No model fits: neither a pool (of ${pool.size.toFixed(1)}) nor contention explains all ${levels.length} levels${plateau ? ', though throughput has a plateau' : ''}; repeat them, the machine may have changed in between.`,
      ];
    default:
      return judgement satisfies never;
  }
}

const signsOfPlaces: Readonly<Record<Places, string>> = {
  turns:
    'Most answers are as quick as alone and the rest wait long, though a lone user meets nothing to wait for: each place serves several requests of a connection in a row before it takes another.',
  'kept-connections':
    'Who is answered waits for nobody, and nobody else is answered at all: each place (a process, a thread) keeps its connection for as long as the client does.',
};

/** What is implied is nobody's wait where some are not answered at all. */
function whoWaits({ latencySeconds, observed, figures, users: there }: FitLevel): string {
  const wait = seconds(latencySeconds);
  return figures.starvedUsers > 0
    ? `${figures.starvedUsers} of ${there} are not answered at all (with everybody served in turn each would wait ${wait})`
    : `each waits ${wait}${observed ? '' : ' (implied)'}`;
}

/** Levels that were slower than one of more users. */
function disturbed({ levels, delay }: Case): string[] {
  const slow = levels.filter(
    (level, index) =>
      level.latencySeconds > 1.08 * delay.serviceSeconds &&
      levels.slice(index).some(({ latencySeconds }) => latencySeconds < level.latencySeconds / 1.08),
  );
  return slow.map(
    (level) =>
      `At ${users(level.users)} it took ${seconds(level.latencySeconds)}, though more users were served faster: the machine was disturbed there.`,
  );
}

const unevenAnswers = ({ shownAt }: TiedLoops): string =>
  `Of ${users(shownAt.users)} one got ${shownAt.fewest} answers and another ${shownAt.most}`;

/** R0 is of the lone user's CPU and D of the others'; where those were not equally fast, N* is made of two machines. */
function unevenCpu({ lone, top }: Case): string[] {
  const [alone, others] = [lone.figures.cpuSecondsPerRequest, top.figures.cpuSecondsPerRequest];
  if (alone === null || others === null || Math.abs(Math.log(alone / others)) < unevenShare) return [];
  const why =
    alone > others
      ? 'the CPU was slower for the lone user, or the code it met was cold'
      : 'the CPU was slower for the others, or they cost one another CPU time';
  return [
    `A request took ${seconds(alone)} of CPU time alone and ${seconds(others)} at ${users(top.users)}: ${why}. N* is off by as much.`,
  ];
}

function contention(
  { levels, top, lone, contention: fit }: Case,
  sign: Extract<Judgement, { kind: 'contended' }>['sign'],
  at: string,
  latency: string,
): string {
  switch (sign) {
    case 'part-waits': {
      const median = top.figures.latency?.p50Seconds ?? null;
      const rest = median === null ? '' : ` (median ${seconds(median)}, mean ${latency})`;
      return `At ${users(top.users)} most requests are as fast as alone and the rest wait long${rest}: a part of them shares something, such as a lock.`;
    }
    case 'falls': {
      const peak = levels.reduce((a, b) => (b.throughputRps > a.throughputRps ? b : a));
      return `Throughput falls past its peak: ${rps(peak.throughputRps)} at ${users(peak.users)}, ${at}. Requests slow one another down.`;
    }
    case 'grows-slowly':
      return `Latency grows from ${seconds(lone.latencySeconds)} to ${latency} sooner than any pool lets it (contention ${fit.sigma.toFixed(3)}, coherence ${fit.kappa.toExponential(1)}): requests slow one another down.`;
    default:
      return sign satisfies never;
  }
}

function plateauSentence({
  maxThroughputRps,
  demandSeconds,
  kneeUsers,
}: Omit<Classification, 'evidence'>): string[] {
  if (maxThroughputRps === null || demandSeconds === null || kneeUsers === null) return [];
  return [
    `More users get no more than ${rps(maxThroughputRps)} (D = ${seconds(demandSeconds)}); from ${kneeUsers.toFixed(1)} users on, N* = (R0 + Z) / D, some must wait.`,
  ];
}

function loopSentences(about: Case, { blockedLoop }: Omit<Classification, 'evidence'>): string[] {
  const { longestStallSeconds = null, loopUtilization = null } = levelThatTells(about)?.figures ?? {};
  if (blockedLoop !== true || longestStallSeconds === null) return [];
  const busy =
    loopUtilization === null ? '' : ` and was busy ${(100 * loopUtilization).toFixed(0)} % of the time`;
  return [`The event loop stood still for ${seconds(longestStallSeconds)} on end${busy}: it is blocked.`];
}

function leftOutSentences(leftOut: readonly LevelFigures[]): string[] {
  return leftOut.map((level) => `Left out: ${users(level.users)}, which ${unfitBecause(level)}.`);
}

const atOnce = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
