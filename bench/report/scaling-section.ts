import type { Scaling } from '@headroom/contract/scaling.ts';
import { formatRate, formatSeconds } from './quantities.ts';
import type { Section } from './section.ts';

/** How each endpoint serves several users at once, and what that rests on. */
export function scalingSection(scaling: readonly Scaling[]): Section | null {
  if (scaling.length === 0) return null;
  const head = [
    'subject',
    'endpoint',
    'serves',
    'at a time',
    'alone (R0)',
    'at most rps',
    'demand (D)',
    'knee (N*)',
  ];
  const body = scaling.map((one) => [
    one.subject,
    one.endpoint,
    inWords(one),
    atATime(one.concurrency),
    formatSeconds(one.serviceSeconds),
    formatRate(one.maxThroughputRps),
    formatSeconds(one.demandSeconds),
    one.kneeUsers === null ? '–' : `${one.kneeUsers.toFixed(1)} users`,
  ]);
  return {
    heading: 'How it serves several at once',
    table: { rows: [head, ...body], right: [3, 4, 5, 6, 7] },
    lines: [
      ...scaling.map(
        ({ subject, endpoint, evidence, usl }) =>
          `${subject} ${endpoint}: ${[...evidence, ...uslSentences(usl)].join(' ')}`,
      ),
    ],
  };
}

function inWords({ classification, concurrency, blockedLoop }: Scaling): string {
  const blocked = blockedLoop === true ? ', its loop blocked' : '';
  const size = concurrency?.value ?? 0;
  switch (classification) {
    case 'one-at-a-time':
      return `one at a time${blocked}`;
    case 'pool':
      return `a pool of about ${size.toFixed(0)}`;
    case 'loops':
      return `connections tied to ${size.toFixed(0)} loops`;
    case 'scales':
      return 'as many as came';
    case 'contended':
      return `contended${blocked}`;
    case 'cpu-bound':
      return `as many as ${size.toFixed(size % 1 === 0 ? 0 : 1)} ${size === 1 ? 'CPU' : 'CPUs'} can${blocked}`;
    case 'unknown':
      return 'unknown';
    default:
      return classification satisfies never;
  }
}

function atATime(concurrency: Scaling['concurrency']): string {
  if (concurrency === null) return '–';
  const { value, bound, interval } = concurrency;
  if (bound === 'lower' && value < 1) return '–';
  const digits = (figure: number) => figure.toFixed(figure < 10 ? 2 : 1);
  const range = interval === null ? '' : ` (${digits(interval.low)} to ${digits(interval.high)})`;
  return `${bound === 'lower' ? '≥ ' : ''}${digits(value)}${range}`;
}

function uslSentences(usl: Scaling['usl']): string[] {
  if (usl === null) return [];
  const peak =
    usl.peakUsers === null ? 'without a peak' : `with its peak at ${usl.peakUsers.toFixed(0)} users`;
  return [
    `Universal Scalability Law: contention ${usl.sigma.toFixed(3)}, coherence ${usl.kappa.toExponential(1)}, ${peak}, off by ${(100 * usl.residual).toFixed(1)} %, good up to ${usl.validToUsers} users.`,
  ];
}
