import type { ProbeLevel, ProbeRate, ProbeResult } from '@headroom/contract/probe.ts';
import { hasMark } from '../analyse/has-mark.ts';
import { formatConnecting, formatRate, formatSeconds } from '../report/quantities.ts';
import { terminalSection } from '../report/render.ts';
import type { Section } from '../report/section.ts';
import { bounded, seconds } from '../words/in-words.ts';

/** What a probe found, for a terminal. @param page where its report lies */
export function renderProbe(result: ProbeResult, page: string): string {
  const sections = [answer(result), closedLevels(result), openLevels(result), bystanders(result)];
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['What to do', result.advice],
    ['Warnings', result.warnings.map(({ code, message }) => `${message} (${code})`)],
  ];
  return [
    ...sections.filter((section) => section !== null),
    ...lists.filter(([, lines]) => lines.length > 0).map(([heading, lines]) => ({ heading, lines })),
  ]
    .map(terminalSection)
    .concat(`All of it as a page: ${page}`)
    .join('\n\n');
}

function answer(result: ProbeResult): Section {
  const { method, url, serviceTimeSeconds, kneeUsers, evidence } = result;
  return {
    heading: `${method} ${url}: ${inWords(result)}`,
    lines: [
      ...concurrencyLine(result),
      ...(serviceTimeSeconds === null ? [] : [`A request alone takes ${seconds(serviceTimeSeconds)}.`]),
      ...(result.model === 'open'
        ? []
        : [
            kneeUsers === null
              ? 'Knee: none was seen.'
              : `Knee: from ${kneeUsers.toFixed(1)} users on some must wait.`,
          ]),
      ...evidence.map((sentence) => `Evidence: ${sentence}`),
    ],
  };
}

function concurrencyLine({
  effectiveConcurrency: k,
  effectiveConcurrencyBound: bound,
}: ProbeResult): string[] {
  // Of a lone user less than one is in hand: that bounds nothing.
  if (k === null || (bound === 'lower' && k < 1)) return [];
  return [`Served at once: ${bound === 'lower' ? 'at least ' : ''}${k.toFixed(k < 10 ? 2 : 1)} requests.`];
}

/** The classification as one says it. */
export function inWords({
  classification,
  blockedLoop,
  effectiveConcurrency,
  model,
  warnings,
}: Pick<
  ProbeResult,
  'classification' | 'blockedLoop' | 'effectiveConcurrency' | 'model' | 'warnings'
>): string {
  const k = effectiveConcurrency ?? 0;
  const blocked = blockedLoop === true ? ', because its event loop is blocked' : '';
  switch (classification) {
    case 'one-at-a-time':
      return `it serves one at a time${blocked}`;
    case 'pool':
      return `it serves ${k.toFixed(0)} at a time, as a pool does`;
    case 'loops':
      return `its connections are tied to ${k.toFixed(0)} loops, each of which serves one at a time`;
    case 'scales':
      return hasMark({ warnings }, 'refused')
        ? 'it serves as many at once as it takes, and turns away who comes beyond'
        : 'it serves as many at once as came';
    case 'contended':
      return `its requests wait for one another${blocked}`;
    case 'cpu-bound':
      return `it is bound by ${k.toFixed(k % 1 === 0 ? 0 : 1)} ${k === 1 ? 'CPU' : 'CPUs'}${blocked}`;
    case 'unknown':
      return model === 'open' ? 'at a constant rate' : 'how it serves several at once is unknown';
    default:
      return classification satisfies never;
  }
}

function closedLevels({ levels }: ProbeResult): Section | null {
  if (levels.length === 0) return null;
  const head = [
    'users',
    'answered',
    'requests/s',
    'connect',
    ...latencyHead,
    'failed',
    'unanswered',
    'busy CPUs',
  ];
  const row = (level: ProbeLevel) => [
    String(level.users.there),
    String(level.users.answered),
    formatRate(level.throughputRps),
    formatConnecting(level.connectSeconds),
    ...latencyOf(level, level.impliedLatencySeconds),
    String(level.failedRequests),
    String(level.unanswered),
    level.subjectBusyCpus?.toFixed(2) ?? '–',
  ];
  return {
    heading: 'Levels',
    table: { rows: [head, ...levels.map(row)], right: head.map((_, i) => i) },
    lines: [
      'Answered: users with a right answer in the window. Connect: what a request waits for a connection, which its latency does not hold.',
      ...(levels.some(({ censored }) => censored)
        ? ["† implied by Little's law: the window is too short to see it."]
        : []),
    ],
  };
}

const latencyHead = ['mean', 'p50', 'p95'] as const;

function latencyOf({ latencySeconds, censored }: ProbeLevel, implied: number | null): string[] {
  const mean = censored ? `${formatSeconds(implied)} †` : formatSeconds(latencySeconds?.mean ?? null);
  return [mean, formatSeconds(latencySeconds?.p50 ?? null), formatSeconds(latencySeconds?.p95 ?? null)];
}

function openLevels({ rates }: ProbeResult): Section | null {
  if (rates.length === 0) return null;
  const head = ['offered', 'answered', ...latencyHead, 'failed', 'unanswered', 'dropped', 'busy CPUs'];
  const row = (rate: ProbeRate) => {
    const atLeast = (value: number | null | undefined) =>
      `${rate.overloaded && (value ?? null) !== null ? '≥ ' : ''}${formatSeconds(value ?? null)}`;
    return [
      `${formatRate(rate.offeredRps)}/s`,
      `${formatRate(rate.throughputRps)}/s`,
      ...latencyHead.map((figure) => atLeast(rate.latencySeconds?.[figure])),
      String(rate.failedRequests),
      String(rate.unanswered),
      String(rate.droppedRequests),
      rate.subjectBusyCpus?.toFixed(2) ?? '–',
    ];
  };
  return {
    heading: 'Rates',
    table: { rows: [head, ...rates.map(row)], right: head.map((_, i) => i) },
    lines: [
      'Sent at even intervals whatever is answered, so that none is held back by a late one. Dropped: due, but as many as may wait at once were waiting.',
      ...(rates.some(({ overloaded }) => overloaded)
        ? [
            '≥: more was offered than was answered, so that those who wait longest are not among the answered.',
          ]
        : []),
    ],
  };
}

function bystanders({ bystander }: ProbeResult): Section | null {
  if (bystander === null) return null;
  const { url, atRestSeconds, worst } = bystander;
  const atRest = `Who asks for ${url} waits ${seconds(atRestSeconds)} when nothing else is asked`;
  return {
    heading: 'What it does to everybody else',
    lines: [
      worst === null
        ? `${atRest}; beside the load too few were sent to tell.`
        : `${atRest}, and ${bounded(worst.p50Seconds)} (median) beside ${worst.load}: ${worst.times < 1.5 ? 'no harm' : `${worst.times.toFixed(worst.times < 10 ? 1 : 0)} times as long`}.`,
    ],
  };
}
