import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { excluded } from '../collect/collect-trial.ts';
import { leastWindowSeconds } from './segment.ts';

/** The record of a trial that somebody ended before it had said anything. @param byLab then it is still to be run */
export function interruptedRecord(trial: Trial, byLab: boolean): TrialRecord {
  return byLab
    ? excluded(trial, { code: 'BENCH_TRIAL_INTERRUPTED', message: 'stopped by a signal' })
    : excluded(trial, {
        code: 'BENCH_TRIAL_CUT_SHORT',
        message: `it was stopped before its window had opened for ${leastWindowSeconds} s; leave it for longer than the warm-up of ${trial.warmupSeconds} s.`,
      });
}
