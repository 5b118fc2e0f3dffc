import type { Outcome, Ratio, VerdictLevel } from '@headroom/contract/verdict.ts';
import { isSpared } from './cell-figures.ts';
import type { MeasuredCell } from './measured-cell.ts';
import { noiseShare } from './noise.ts';
import { type ComparedFigure, ratioOf } from './verdict-ratios.ts';

/** A smaller difference may be real, and is still no reason to write a handler in another way. */
const worthShare = 0.05;

type Direction = 'less' | 'more' | 'same';

/** How the two ways compare at one level. */
export function judgeLevel(plain: MeasuredCell, other: MeasuredCell): VerdictLevel {
  const ratio = (figure: ComparedFigure) => ratioOf(figure, plain, other);
  const ratios = {
    throughput: ratio('throughput'),
    latency: ratio('latency'),
    cpuPerRequest: ratio('cpuPerRequest'),
    memory: ratio('memory'),
  };
  const spares = sparesOf(plain, other);
  return {
    vus: plain.cell.vus,
    arrivalsPerSecond: plain.cell.arrivalsPerSecond,
    outcome: outcomeOf(speedOf(ratios), directionOf(ratios.cpuPerRequest), spares),
    provisional: ratios.throughput?.interval == null,
    ratios,
    spares,
  };
}

/**
 * A difference counts when its whole interval lies beyond what is worth it; without an interval, when it is larger
 * than two runs of the same thing differ on a shared machine.
 */
function directionOf(ratio: Ratio | null): Direction {
  if (ratio === null) return 'same';
  const threshold = 1 + (ratio.interval === null ? noiseShare : worthShare);
  const { low, high } = ratio.interval ?? { low: ratio.value, high: ratio.value };
  if (low > threshold) return 'more';
  return high < 1 / threshold ? 'less' : 'same';
}

/** Latency first: while users mostly think, throughput hardly shows what they wait. */
function speedOf(ratios: VerdictLevel['ratios']): 'other' | 'plain' | 'same' {
  const latency = directionOf(ratios.latency);
  if (latency !== 'same') return latency === 'less' ? 'other' : 'plain';
  const throughput = directionOf(ratios.throughput);
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
