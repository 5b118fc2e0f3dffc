import { BenchError } from '@headroom/contract/errors.ts';
import type { GeneratorSummary } from '@headroom/contract/generator-summary.ts';
import type { Reason, Second, Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { UserStart } from '@headroom/contract/trial-input.ts';
import { excluded } from '../collect/collect-trial.ts';
import { isOfResults } from '../collect/storage-error.ts';
import { aborted } from '../runtime/aborted.ts';
import type { Clock } from '../runtime/runtime.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import { changeUsers } from './crowd.ts';
import type { Book, LiveControl } from './live-control.ts';
import { cutTo, leastWindowSeconds, nextSegment } from './segment.ts';
import type { SteeringServer } from './steering-server.ts';
import { interruptedRecord } from './unmeasured.ts';
import { type Observed, watchSeconds } from './watch-seconds.ts';

/** What the trials of a live run have in common. */
export interface Course {
  readonly clock: Clock;
  readonly book: Book;
  readonly control: LiveControl;
  readonly observed: Observed;
  readonly steering: SteeringServer;
  readonly crowd: Crowd;
  /** Rejects when subject or generator has ended. */
  readonly broken: Promise<never>;
  /** Unix time at which a user has reported last; 0 is never. */
  reportedAt(user: string): number;
  recordOf(
    trial: Trial,
    summary: GeneratorSummary,
    series: Second[],
    samples: readonly Sample[],
  ): TrialRecord;
}

/** Users who are in, and since when. */
export type Crowd = Map<number, number>;

const reportsArriveWithinSeconds = 2;
const pollSeconds = 0.02;
const timerSeconds = 0.02;
/** Counters are read from before the window on. */
const sampleMarginSeconds = 2;
/** What ended a little before is still shown in the seconds to come. */
const forgetMarginSeconds = 5;

/** The trials of a live run, one after the other, until its time is over, somebody ends it, or something breaks. */
export async function segments(first: Trial, course: Course): Promise<void> {
  const { clock, control, observed } = course;
  const over = new AbortController();
  void watchSeconds(first, clock.now(), observed, clock, over.signal, control.watcher.second);
  try {
    await oneAfterTheOther(first, course);
  } finally {
    over.abort();
  }
}

async function oneAfterTheOther(first: Trial, course: Course): Promise<void> {
  const { clock, book, control, observed } = course;
  const endsAt = clock.now() + first.warmupSeconds + first.durationSeconds;
  let done: Trial[] = [];
  let trial = first;
  let startedAt = clock.now();
  setUsers(first.vus, first.start, startedAt, course);
  for (;;) {
    control.watcher.trialStarted(trial, endsAt - startedAt);
    const ending = await endingOf(endsAt, first.warmupSeconds + leastWindowSeconds, course);
    const closedAt = clock.now();
    if (ending.kind === 'interrupted') return book.keep(interruptedRecord(trial, true));
    if (ending.kind === 'broken') return book.keep(excluded(trial, ending.reason));

    await everybodyReports(closedAt, course);
    done = [...done, endSegment(trial, startedAt, closedAt, course)];
    if (ending.kind === 'over') return book.replan(done);

    const { users } = ending;
    startedAt = clock.now();
    const rampSeconds = setUsers(users, first.start, startedAt, course);
    const levels = 1 + done.filter(({ vus }) => vus === users).length;
    trial = nextSegment(trial, users, levels, endsAt - startedAt, rampSeconds);
    book.replan([...done, trial]);
    observed.log.forgetBefore(closedAt - forgetMarginSeconds);
  }
}

/** A window is whole only once everybody has told what was answered in it. */
async function everybodyReports(
  closedAt: number,
  { clock, steering, control, reportedAt }: Course,
): Promise<void> {
  steering.tellAll({ do: 'report' });
  const late = () => steering.users().filter((user) => reportedAt(user) < closedAt);
  const giveUpAt = clock.now() + reportsArriveWithinSeconds;
  while (late().length > 0 && clock.now() < giveUpAt && !control.interrupted.aborted) {
    await clock.sleep(pollSeconds, control.interrupted);
  }
  const missing = late().length;
  if (missing === 0) return;
  control.watcher.say(
    `${missing} users of k6 did not report in time: the last second of the window may lack answers. Is k6 at its limit?`,
  );
}

/** Why a trial of a live run ends. */
type Ending =
  | { readonly kind: 'over' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'users'; readonly users: number }
  | { readonly kind: 'broken'; readonly reason: Reason };

/** @param needsSeconds what a trial takes at the least; a change that comes later than that is not made, and said so */
async function endingOf(endsAt: number, needsSeconds: number, course: Course): Promise<Ending> {
  const { clock, control, broken } = course;
  const settled = new AbortController();
  try {
    return await Promise.race([
      changeInTime(endsAt - needsSeconds, settled.signal, course),
      clock.sleep(Math.max(0, endsAt - clock.now()), settled.signal).then((): Ending => ({ kind: 'over' })),
      aborted(control.interrupted).then((): Ending => ({ kind: 'interrupted' })),
      aborted(control.stop).then((): Ending => ({ kind: 'over' })),
      broken,
    ]);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { kind: 'broken', reason: { code: error.code, message: error.message } };
  } finally {
    settled.abort();
  }
}

async function changeInTime(
  latest: number,
  signal: AbortSignal,
  { clock, control, crowd }: Course,
): Promise<Ending> {
  for (;;) {
    const users = await control.nextChange(signal);
    if (users === crowd.size) continue;
    if (clock.now() <= latest) return { kind: 'users', users };
    control.watcher.say(
      `The users stay as they are: the load ends before ${users} of them could be measured, warm-up included.`,
    );
  }
}

/** Tells who is to come and who to leave. @returns after how many seconds the last of all has entered */
function setUsers(users: number, start: UserStart, now: number, { crowd, steering }: Course): number {
  for (const { user, order } of changeUsers(crowd.size, users, start, now)) {
    steering.tell(String(user), order);
    if (order.do === 'enter') crowd.set(user, order.atSeconds);
    else crowd.delete(user);
  }
  return Math.max(now, ...crowd.values()) - now;
}

/** Keeps the record of a trial whose window has closed, and gives the trial as long as it was. */
function endSegment(
  planned: Trial,
  startedAt: number,
  closedAt: number,
  { book, observed, recordOf }: Course,
): Trial {
  const from = startedAt + planned.warmupSeconds;
  // Timers are a little early or late; who was let run to the end has a window as long as was planned.
  const lasted = closedAt - from;
  const windowSeconds = lasted > planned.durationSeconds - timerSeconds ? planned.durationSeconds : lasted;
  const trial = cutTo(planned, Math.max(leastWindowSeconds, windowSeconds));
  if (windowSeconds < leastWindowSeconds) {
    book.keep(interruptedRecord(trial, false));
    return trial;
  }
  const window = { from, to: from + trial.durationSeconds };
  const summary = observed.log.summary(trial.trialId, startedAt, window, trial.vus);
  const samples = observed.samples.filter(({ atSeconds }) => atSeconds >= startedAt - sampleMarginSeconds);
  book.write(trial, summary, samples);
  try {
    const series = observed.log.series(startedAt, closedAt);
    book.keep(recordOf(trial, summary, series, samples));
  } catch (error) {
    if (!(error instanceof BenchError) || isOfResults(error)) throw error;
    book.keep(excluded(trial, { code: error.code, message: error.message }));
  }
  return trial;
}
