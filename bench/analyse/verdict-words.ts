import type { Cell } from '@headroom/contract/report.ts';
import type { Strategy } from '@headroom/contract/routes.ts';
import type { Ratio, Verdict, VerdictLevel } from '@headroom/contract/verdict.ts';
import { isClosed } from '../model/level.ts';
import { bounded, levelInWords, seconds } from '../words/in-words.ts';
import { bystanderMedian, latencyOf } from './cell-figures.ts';
import type { Match } from './measured-cell.ts';

type Found = Omit<Verdict, 'sentence' | 'advice'>;

/** What was seen at the highest level, by how much, and from which level on. */
export function sentenceOn(found: Found, top: Match | undefined): string {
  const level = found.levels.at(-1);
  const name = `${found.subject}, ${found.workload}`;
  if (top === undefined || level === undefined)
    return `${name}: ${found.other} cannot be held against ${found.plain}: ${found.leftOut.join('; ')}.`;
  const at = levelInWords(level);
  const figures = figuresOf(top, level);
  switch (level.outcome) {
    case 'other':
      return `${name}: ${found.other} is better than ${found.plain}${fromWhen(found, at)}: ${figures}.`;
    case 'plain':
      return `${name}: ${found.plain} is better than ${found.other} at ${at}: ${figures}.`;
    case 'either':
      return `${name}: ${found.other} makes no measurable difference to ${found.plain} at ${at}: ${figures}.`;
    case 'trade-off':
      return `${name}: between ${found.plain} and ${found.other} at ${at} one is faster and the other spares everybody else: ${figures}.`;
    default:
      return level.outcome satisfies never;
  }
}

/** What to do about it. */
export function adviceOn({ outcome, plain, provisional }: Found, top: Match | undefined): string {
  const doubt = provisional ? ' To be sure of it, run again with --repeats 6 or more.' : '';
  switch (outcome) {
    case 'other':
      return `${top ? movesTo[top.other.cell.strategy] : ''}${doubt}`;
    case 'plain':
      return `Leave it as ${plain}.${doubt}`;
    case 'either':
      return `Write whichever is simpler.${doubt}`;
    case 'trade-off':
      return `Weigh it: what these users gain, everybody else on this process pays for.${doubt}`;
    case 'undecided':
      return 'Measure it again.';
    default:
      return outcome satisfies never;
  }
}

const movesTo: Readonly<Record<Strategy | 'unknown', string>> = {
  unknown: '',
  sync: '',
  async: 'Write it async.',
  pool: 'Move it to a pool.',
  queue: 'Hand it to a job queue.',
};

function fromWhen({ betterFrom, notAt, levels }: Found, at: string): string {
  if (levels.length === 1) return ` at ${at}`;
  if (notAt === null || betterFrom === null) return ` from the lowest level on; at ${at}`;
  const [first] = levels;
  const open = first !== undefined && !isClosed(first);
  const level = (value: number) => levelInWords({ vus: value, arrivalsPerSecond: open ? value : null });
  return ` from ${level(betterFrom)} on (not at ${level(notAt)}); at ${at}`;
}

function figuresOf({ plain, other }: Match, { ratios, spares }: VerdictLevel): string {
  const [from, to] = [plain.cell, other.cell];
  const others = bystanders(from, to, spares);
  const isReason = spares === 'other' || spares === 'plain';
  const parts = [
    // What decides comes first.
    isReason ? others : null,
    `${rate(to)} instead of ${rate(from)} requests per second${times(ratios.throughput)}`,
    insteadOf(
      latencyOf(to),
      latencyOf(from),
      (text, old) => `a request takes ${text} instead of ${old}${times(ratios.latency)}`,
    ),
    isReason ? null : others,
    insteadOf(
      to.subjectCpuSecondsPerRequest,
      from.subjectCpuSecondsPerRequest,
      (text, old) => `CPU time a request ${text} instead of ${old}${times(ratios.cpuPerRequest)}`,
    ),
    memory(ratios.memory),
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function insteadOf(
  to: number | null,
  from: number | null,
  say: (to: string, from: string) => string,
): string | null {
  return to === null || from === null ? null : say(seconds(to), seconds(from));
}

function bystanders(from: Cell, to: Cell, spares: VerdictLevel['spares']): string | null {
  const [before, after] = [bystanderMedian(from), bystanderMedian(to)];
  if (before === null || after === null || spares === null) return null;
  return `somebody else waits ${bounded(after)} instead of ${bounded(before)}`;
}

/** Only where it is something to know of. */
function memory(ratio: Ratio | null): string | null {
  return ratio === null || Math.abs(ratio.value - 1) < 0.05 ? null : `memory ${digits(ratio.value)} times`;
}

const rate = ({ throughputRps }: Cell): string => digits(throughputRps);
const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** " (1.23 times, 1.20 to 1.26)" */
function times(ratio: Ratio | null): string {
  if (ratio === null) return '';
  const between =
    ratio.interval === null ? '' : `, ${digits(ratio.interval.low)} to ${digits(ratio.interval.high)}`;
  return ` (${digits(ratio.value)} times${between})`;
}
