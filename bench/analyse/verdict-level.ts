import type { Outcome, VerdictLevel } from '@headroom/contract/verdict.ts';
import type { SampleComparison } from '../statistics/compare-samples.ts';
import { isSpared } from './cell-figures.ts';
import type { MeasuredCell } from './measured-cell.ts';
import { noiseShare } from './noise.ts';
import { type ComparedFigure, comparedFigures } from './verdict-samples.ts';

/** A smaller difference may be real, and is still no reason to write a handler in another way. */
const worthShare = 0.05;

type Direction = 'less' | 'more' | 'same';

/** How the two ways compare at one level, from the tests of all figures. */
export function judgeLevel(
  plain: MeasuredCell,
  other: MeasuredCell,
  tests: Readonly<Record<ComparedFigure, SampleComparison>>,
): VerdictLevel {
  const provisional = tests.throughput.ratioInterval === null;
  const direction = (figure: ComparedFigure) => directionOf(tests[figure], provisional);
  const spares = sparesOf(plain, other);
  return {
    vus: plain.cell.vus,
    arrivalsPerSecond: plain.cell.arrivalsPerSecond,
    outcome: outcomeOf(speedOf(direction), direction('cpuPerRequest'), spares),
    provisional,
    ratios: Object.fromEntries(
      comparedFigures.map((figure) => [figure, ratioOf(tests[figure])]),
    ) as VerdictLevel['ratios'],
    spares,
  };
}

/** With an interval by the test; without one by what two runs of the same thing differ on a shared machine. */
function directionOf({ ratio, change }: SampleComparison, provisional: boolean): Direction {
  if (ratio === null) return 'same';
  const threshold = provisional ? noiseShare : worthShare;
  const told = provisional || change === 'higher' || change === 'lower';
  if (!told) return 'same';
  if (ratio > 1 + threshold) return 'more';
  return ratio < 1 / (1 + threshold) ? 'less' : 'same';
}

/** Latency first: while users mostly think, throughput hardly shows what they wait. */
function speedOf(direction: (figure: ComparedFigure) => Direction): 'other' | 'plain' | 'same' {
  const latency = direction('latency');
  if (latency !== 'same') return latency === 'less' ? 'other' : 'plain';
  const throughput = direction('throughput');
  if (throughput !== 'same') return throughput === 'more' ? 'other' : 'plain';
  return 'same';
}

function sparesOf(plain: MeasuredCell, other: MeasuredCell): VerdictLevel['spares'] {
  const [byOther, byPlain] = [isSpared(plain.cell, other.cell), isSpared(other.cell, plain.cell)];
  if (byOther === null || byPlain === null) return null;
  if (byOther) return 'other';
  return byPlain ? 'plain' : 'neither';
}

/** CPU time decides only where nothing else does: equal throughput below the knee is only think time. */
function outcomeOf(
  faster: 'other' | 'plain' | 'same',
  cpu: Direction,
  spares: VerdictLevel['spares'],
): Outcome {
  const kinder = spares === 'plain' || spares === 'other' ? spares : 'same';
  if (faster !== 'same' && kinder !== 'same' && faster !== kinder) return 'trade-off';
  if (faster !== 'same') return faster;
  if (kinder !== 'same') return kinder;
  if (cpu === 'same') return 'either';
  return cpu === 'less' ? 'other' : 'plain';
}

function ratioOf({ ratio, ratioInterval }: SampleComparison) {
  return ratio === null ? null : { value: ratio, interval: ratioInterval };
}
