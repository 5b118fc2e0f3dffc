import type { GateResult } from '@headroom/contract/comparison.ts';
import { BenchError } from '@headroom/contract/errors.ts';
import { confidence } from '@headroom/contract/interval.ts';
import type { Gate } from '../config/gate.ts';
import { blocksOf } from '../statistics/blocks.ts';
import { holm } from '../statistics/holm.ts';
import { leastPValue, repeatsToReach } from '../statistics/least-p-value.ts';
import { repeatsForInterval } from '../statistics/median-interval.ts';
import { cellInWords } from './cells.ts';
import { formatChange, formatChanges, formatPValue } from './changes.ts';
import { lackInWords, type MeasuredRow, plain } from './measured-row.ts';
import { metrics } from './metrics.ts';

/** A gate and the figure of a cell that has to pass it. */
interface Gated {
  readonly gate: Gate;
  readonly measured: MeasuredRow;
}

type Judgement = Pick<GateResult, 'outcome' | 'reason' | 'reaches'>;

const level = 1 - confidence;

/**
 * Holds every gate against every cell. One fails when the change is significant (Holm over all that are gated) and
 * the whole interval of the ratio lies beyond the gate. Where so many repeats could not have failed it whatever
 * they showed, or the figure is not known, it is inconclusive: nothing passes for want of data.
 */
export function judgeGates(gates: readonly Gate[], rows: readonly MeasuredRow[]): GateResult[] {
  const gated = gates.flatMap((gate) =>
    rows.filter(({ row }) => row.metric === gate.metric).map((measured) => ({ gate, measured })),
  );
  const tested = gated.filter(({ measured }) => measured.row.pValue !== null);
  const adjusted = holm(tested.map(({ measured }) => measured.row.pValue as number));
  const pValueOf = new Map(tested.map((one, i) => [one, adjusted[i] as number]));
  return gated.map((one) => {
    const { subject, endpoint, vus, arrivalsPerSecond } = one.measured.row;
    const judgement = judge(one, pValueOf.get(one) ?? null, tested.length);
    return { gate: one.gate.text, subject, endpoint, vus, arrivalsPerSecond, ...judgement };
  });
}

/**
 * @param pValue adjusted over all that are gated; null where there was nothing to test
 * @param family how many were tested
 */
function judge({ gate, measured }: Gated, pValue: number | null, family: number): Judgement {
  const { row, base, head, unfit } = measured;
  if (unfit.length > 0) return inconclusive(`it takes no part: ${unfit.join(' ')}`);
  if (pValue === null) return inconclusive(lackInWords(measured) ?? 'nothing was tested.');
  const blocks = blocksOf(plain(base), plain(head), measured.paired);
  // Holm's strictest step: the one that the smallest p-value of all gates has to pass.
  const canReach = leastPValue(blocks) <= (level / family) * (1 + 1e-12);
  const significant = pValue <= level;
  if ((!canReach && !significant) || Math.min(base.length, head.length) < repeatsForInterval(confidence)) {
    const needed = Math.max(repeatsToReach(level / family, measured.paired), repeatsForInterval(confidence));
    return inconclusive(
      `${inRepeats(measured)} cannot fail it, whatever they show: it takes ${needed} on each side (--repeats ${needed}).`,
    );
  }
  if (row.ratio === null || row.ratioInterval === null) {
    return inconclusive('the base is zero in half of its trials, so that there is no ratio to it.');
  }
  const { low, high } = row.ratioInterval;
  const beyond = gate.limit < 1 ? high < gate.limit : low > gate.limit;
  const reaches = gate.limit < 1 ? low < gate.limit : high > gate.limit;
  const figure = `${formatChange(row.ratio)} (${formatChanges(row.ratioInterval)}, p = ${formatPValue(pValue)})`;
  const mark = row.warnings.find(({ code }) => code === 'below-noise-floor');
  const noted = (sentence: string) => (mark === undefined ? sentence : `${sentence} ${mark.message}`);
  if (significant && beyond) {
    return { outcome: 'failed', reason: noted(`${figure}: all of it beyond the gate.`), reaches };
  }
  const passed = (why: string): Judgement => ({
    outcome: 'passed',
    reason: noted(`${figure}: ${why}`),
    reaches,
  });
  if (!significant) {
    return passed(
      reaches ? 'no change detected, though one beyond the gate is not excluded.' : 'no change detected.',
    );
  }
  const worse = metrics[row.metric].worse === 'higher' ? row.ratio > 1 : row.ratio < 1;
  if (!worse) return passed('better.');
  return passed(reaches ? 'worse, but not surely beyond the gate.' : 'worse, but within the gate.');
}

const inconclusive = (reason: string): Judgement => ({ outcome: 'inconclusive', reason, reaches: true });

function inRepeats({ base, head }: MeasuredRow): string {
  return base.length === head.length ? `${base.length} repeats` : `${base.length} and ${head.length} repeats`;
}

/** @throws BenchError BENCH_COMPARE_GATE when one failed or cannot be decided */
export function demandGates(results: readonly GateResult[]): void {
  const parts = (['failed', 'inconclusive'] as const).flatMap((outcome) => {
    const list = results
      .filter((result) => result.outcome === outcome)
      .map((result) => `${result.gate} on ${cellInWords(result)} (${result.reason.replace(/\.$/, '')})`);
    return list.length === 0 ? [] : [`${outcome}: ${list.join('; ')}`];
  });
  if (parts.length === 0) return;
  throw new BenchError('BENCH_COMPARE_GATE', `expected every gate to pass: ${parts.join('. ')}.`);
}
