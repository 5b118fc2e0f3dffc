import { BenchError } from '@headroom/contract/errors.ts';
import type { MeasuredRecord, Second, Trial } from '@headroom/contract/records.ts';

/** So many answers to each user in the warm-up, and its answers are much shorter than the window. */
const turnsInWarmup = 3;

/** What is known of a window in which no request ended. */
interface Silence {
  readonly trial: Trial;
  readonly users: MeasuredRecord['users'];
  readonly series: readonly Second[];
  readonly scrapes: MeasuredRecord['scrapes'];
}

/** Why a window without the end of a request is no measurement: BENCH_TRIAL_NO_ANSWER or BENCH_TRIAL_UNANSWERED. */
export function noAnswer({ trial, users, series, scrapes }: Silence): BenchError {
  const seen = `no request ended inside the window of ${trial.durationSeconds} s, expected at least one`;
  if (users !== null && isLost(trial, users, series)) {
    const whose =
      users.answers.length === 1
        ? 'though before it the user had been answered'
        : 'though before it all users had been answered';
    return new BenchError(
      'BENCH_TRIAL_UNANSWERED',
      `${seen}, ${whose} at least ${turnsInWarmup} times within ${trial.warmupSeconds} s: the service loses some requests, which are never answered. Look for a callback, a promise or a lock that is never settled.`,
    );
  }
  const silent =
    scrapes.attempted > 0 && scrapes.answered === 0
      ? ' Its metrics did not answer either: it stood still.'
      : '';
  return new BenchError('BENCH_TRIAL_NO_ANSWER', `${seen}; give a longer --duration.${silent}`);
}

function isLost(
  { vus, warmupSeconds, durationSeconds }: Trial,
  users: NonNullable<Silence['users']>,
  series: readonly Second[],
): boolean {
  const before = series
    .filter(({ atSeconds }) => atSeconds <= warmupSeconds)
    .reduce((sum, { answered }) => sum + answered, 0);
  return (
    users.everAnswered === vus &&
    before >= turnsInWarmup * vus &&
    durationSeconds > warmupSeconds / turnsInWarmup
  );
}
