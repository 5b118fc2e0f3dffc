import type { LiveEvent, LiveSecond } from '@headroom/contract/live.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { LiveWatcher } from '../../live/live-control.ts';
import { insertLook } from '../../live/sample-figures.ts';
import { describeRecord, describeTrial } from '../../progress/describe-trial.ts';
import { followSeries } from '../../progress/follow-series.ts';
import { remainingTime } from '../../progress/remaining-time.ts';
import type { Sample } from '../../runtime/trial-outcome.ts';
import type { Watcher } from '../../watcher.ts';
import { describeSecond } from './describe-second.ts';
import { followLogs } from './follow-logs.ts';

type Emit = (event: LiveEvent) => void;

const pollMilliseconds = 500;

/** Tells the page of a run whose trials have a fixed number of users. */
export function pageWatcher(emit: Emit, generatorCpus: number): Watcher {
  const time = remainingTime();
  let left: Trial[] = [];
  let total = 0;
  let startedAt = 0;
  let samples: Sample[] = [];
  let polling: NodeJS.Timeout | undefined;
  let look = (): void => undefined;
  let endLogs = (): void => undefined;
  const endWatching = (): void => {
    clearInterval(polling);
    // What was written since the last look.
    look();
    endLogs();
    [look, endLogs] = [() => undefined, () => undefined];
  };
  return {
    begin: (trials) => {
      left = [...trials];
      total = trials.length;
    },
    trialStarted: (trial, files, side) => {
      startedAt = Date.now() / 1000;
      samples = [];
      emit({
        kind: 'trial',
        trialId: trial.trialId,
        words: describeTrial(trial, side),
        place: total - left.length + 1,
        of: total,
        remainingSeconds: time.of(left),
        canChangeUsers: false,
      });
      emit({ kind: 'users', users: trial.vus, words: describeTrial(trial, side) });
      endLogs = followLogs(files, (line) => emit(logged(line)));
      const follow = followSeries(files.series);
      let loadStartedAt: number | null = null;
      look = () => {
        for (const snapshot of follow()) {
          // The first line is written a second after the users have started.
          loadStartedAt ??= snapshot.atSeconds - 1;
          emit({
            kind: 'second',
            second: describeSecond(trial, snapshot, loadStartedAt, samples, generatorCpus),
          });
        }
      };
      polling = setInterval(look, pollMilliseconds);
    },
    sampled: (_, sample) => {
      insertLook(samples, sample);
    },
    trialEnded: (record, side) => {
      endWatching();
      left.shift();
      if (record.state === 'measured') time.learn(record.trial, Date.now() / 1000 - startedAt);
      emit(trialEnded(record, describeTrial(record.trial, side)));
    },
    end: endWatching,
    say: (line) => emit(logged(line)),
  };
}

/** Tells the page of a run whose users are changed while it lasts. */
export function livePageWatcher(emit: Emit): LiveWatcher {
  let trials = 0;
  let endLogs = (): void => undefined;
  return {
    loadStarts: (files) => {
      endLogs = followLogs(files, (line) => emit(logged(line)));
    },
    loadEnded: () => endLogs(),
    trialStarted: (trial, secondsLeft) => {
      trials++;
      const words = describeTrial(trial);
      const { trialId } = trial;
      emit({
        ...{ kind: 'trial', trialId, words, place: trials, of: trials },
        remainingSeconds: secondsLeft,
        canChangeUsers: true,
      });
      emit({ kind: 'users', users: trial.vus, words });
    },
    second: (second: LiveSecond) => emit({ kind: 'second', second }),
    say: (line) => emit(logged(line)),
    trialEnded: (record) => emit(trialEnded(record, describeTrial(record.trial))),
  };
}

function trialEnded(record: TrialRecord, words: string): LiveEvent {
  return {
    kind: 'trial-ended',
    trialId: record.trial.trialId,
    measured: record.state === 'measured',
    words: `${words}: ${describeRecord(record)}`,
  };
}

export const logged = (text: string): LiveEvent => ({ kind: 'log', atSeconds: Date.now() / 1000, text });
