import type { Trial } from '@headroom/contract/records.ts';
import type { Watcher } from '../watcher.ts';
import { describeRecord, describeTrial } from './describe-trial.ts';
import { formatRemaining, remainingTime } from './remaining-time.ts';

/** Progress for logs: a line when a trial starts and one when it ends. */
export function plainProgress(say: (line: string) => void): Watcher {
  const time = remainingTime();
  let left: Trial[] = [];
  let total = 0;
  let startedAt = 0;
  return {
    begin: (trials) => {
      left = [...trials];
      total = trials.length;
      say(`${total} ${total === 1 ? 'trial' : 'trials'}, about ${formatRemaining(time.of(left))}.`);
    },
    trialStarted: (trial, _files, side) => {
      startedAt = performance.now();
      const place = `${total - left.length + 1}/${total}`;
      say(`${place}  ${describeTrial(trial, side)} ... (${formatRemaining(time.of(left))} left)`);
    },
    trialEnded: (record, side) => {
      const place = `${total - left.length + 1}/${total}`;
      left.shift();
      if (record.state === 'measured') time.learn(record.trial, (performance.now() - startedAt) / 1000);
      say(`${place}  ${describeTrial(record.trial, side)}: ${describeRecord(record)}`);
    },
    end: () => undefined,
    say,
  };
}
