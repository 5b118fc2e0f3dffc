import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { seconds } from '../../words/in-words.ts';

/** Trials whose generator went by another clock than the runner, so that nothing seen from inside is known to be theirs. */
export function clock(records: readonly MeasuredRecord[]): Warning | null {
  const ahead = records.flatMap(({ clockAheadSeconds }) => clockAheadSeconds ?? []);
  const [worst] = ahead.toSorted((a, b) => Math.abs(b) - Math.abs(a));
  if (worst === undefined) return null;
  const where = records.length === 1 ? '' : `In ${ahead.length} of ${records.length} trials `;
  return {
    code: 'clock',
    message: `${where}k6's clock was ${seconds(Math.abs(worst))} ${worst > 0 ? 'ahead of' : 'behind'} the runner's: what was seen from inside the service, and of k6's own CPU, cannot be matched with the window and is left out. Set both clocks.`,
  };
}
