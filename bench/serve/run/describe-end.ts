import type { LiveEvent } from '@headroom/contract/live.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Result } from '../../carry-out.ts';
import { dashboardsOf } from '../../report/dashboard-links.ts';
import { reasonInWords } from '../../words/in-words.ts';
import type { RunInHand } from './run-in-hand.ts';

type Ended = Extract<LiveEvent, { kind: 'ended' }>;

/** How a run ended, in words; what was measured is in its report. */
export function describeEnd(
  { analysis }: Result,
  manifest: Manifest,
  { stop, interrupted }: RunInHand,
): Ended {
  const { span, pending, excluded } = analysis;
  const fault = excluded.find(({ reason }) => !endedByUser.includes(reason.code));
  const stopped = stop.signal.aborted || interrupted.signal.aborted;
  const measured = analysis.cells.reduce((sum, { repeats }) => sum + repeats, 0);
  const seen =
    analysis.findings[0] ?? `${measured === 1 ? '1 trial was' : `${measured} trials were`} measured.`;
  return {
    kind: 'ended',
    runId: manifest.runId,
    state: stopped ? 'stopped' : fault === undefined ? 'done' : 'failed',
    words:
      fault !== undefined
        ? `${fault.trialId}: ${reasonInWords(fault.reason)}`
        : pending > 0
          ? `${measured > 0 ? `${seen} ` : ''}${pending} ${pending === 1 ? 'trial is' : 'trials are'} left, which can be resumed.`
          : seen,
    hasReport: true,
    links: span === null ? [] : dashboardsOf(manifest, span.from, span.to),
  };
}

/** Reasons that are no fault of anything. */
const endedByUser: readonly string[] = ['BENCH_TRIAL_INTERRUPTED', 'BENCH_TRIAL_CUT_SHORT'];
