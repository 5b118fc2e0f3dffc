import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { percent, seconds } from '../../words/in-words.ts';

/** What is less moves no figure by more than the noise of a machine does. */
const leastShare = 0.01;

/** Trials in whose window the kernel kept the subject from its CPUs, because a quota on them was used up. */
export function throttled(records: readonly MeasuredRecord[]): Warning | null {
  const held = records.flatMap(({ subject, measuredSeconds }) => {
    const heldSeconds = subject.throttledSeconds ?? 0;
    return heldSeconds < leastShare * measuredSeconds ? [] : [{ heldSeconds, measuredSeconds }];
  });
  const [worst] = held.toSorted((a, b) => b.heldSeconds - a.heldSeconds);
  if (worst === undefined) return null;
  const { heldSeconds, measuredSeconds } = worst;
  const where =
    records.length === 1 ? '' : `In ${held.length} of ${records.length} trials, for at most the time named: `;
  return {
    code: 'throttled',
    message: `${where}a quota on its CPU time held the subject back for ${seconds(heldSeconds)} of a window of ${seconds(measuredSeconds)} (${percent(heldSeconds / measuredSeconds)}, all its CPUs together): what is measured is the quota too.`,
  };
}
