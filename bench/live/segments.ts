import { BenchError } from '@headroom/contract/errors.ts';
import type { GeneratorSummary } from '@headroom/contract/generator-summary.ts';
import type { Reason, Second, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { excluded } from '../collect/collect-trial.ts';
import type { Clock } from '../runtime/runtime.ts';
import { changeUsers } from './crowd.ts';
import { ended } from './ended.ts';
import type { Book, LiveControl } from './live-control.ts';
import { cutTo, leastWindowSeconds, nextSegment } from './segment.ts';
import type { SteeringServer } from './steering-server.ts';
import { interruptedRecord, isOfResults } from './unmeasured.ts';
import { type Observed, seriesOf, watchSeconds } from './watch-seconds.ts';

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
  readonly recordOf: (trial: Trial, summary: GeneratorSummary, series: Second[]) => TrialRecord;
}

/** Users who are in, and since when. */
export type Crowd = Map<number, number>;

const reportsArriveWithinSeconds = 0.3;
const timerSeconds = 0.02;
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
  for (;;) {
    const startedAt = clock.now();
    control.watcher.trialStarted(trial, endsAt - startedAt);
    setUsers(trial, startedAt, course);
    const ending = await endingOf(endsAt, course);
    const closedAt = clock.now();
    if (ending.kind === 'interrupted') return book.keep(interruptedRecord(trial, true));
    if (ending.kind === 'broken') return book.keep(excluded(trial, ending.reason));

    // The window is whole only once everybody has told what was answered in it.
    course.steering.tellAll({ do: 'report' });
    await clock.sleep(reportsArriveWithinSeconds, control.interrupted);
    done = [...done, endSegment(trial, startedAt, closedAt, course)];
    const left = endsAt - clock.now();
    if (ending.kind === 'over' || left <= trial.warmupSeconds + leastWindowSeconds) {
      return book.replan(done);
    }
    const { users } = ending;
    trial = nextSegment(trial, users, 1 + done.filter(({ vus }) => vus === users).length, left);
    book.replan([...done, trial]);
    observed.log.forgetBefore(closedAt - forgetMarginSeconds);
  }
}

/** Why a trial of a live run ends. */
type Ending =
  | { readonly kind: 'over' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'users'; readonly users: number }
  | { readonly kind: 'broken'; readonly reason: Reason };

async function endingOf(endsAt: number, { clock, control, broken }: Course): Promise<Ending> {
  const settled = new AbortController();
  try {
    return await Promise.race([
      control.nextChange(settled.signal).then((users): Ending => ({ kind: 'users', users })),
      clock.sleep(Math.max(0, endsAt - clock.now()), settled.signal).then((): Ending => ({ kind: 'over' })),
      ended(control.interrupted).then((): Ending => ({ kind: 'interrupted' })),
      ended(control.stop).then((): Ending => ({ kind: 'over' })),
      broken,
    ]);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { kind: 'broken', reason: { code: error.code, message: error.message } };
  } finally {
    settled.abort();
  }
}

function setUsers(trial: Trial, now: number, { crowd, steering }: Course): void {
  for (const { user, order } of changeUsers(crowd.size, trial.vus, trial.start, now)) {
    steering.tell(String(user), order);
    if (order.do === 'enter') crowd.set(user, order.atSeconds);
    else crowd.delete(user);
  }
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
  const samples = observed.samples.filter(({ atSeconds }) => atSeconds >= startedAt);
  book.write(trial, summary, samples);
  try {
    book.keep(recordOf(trial, summary, seriesOf(observed.log, startedAt, closedAt)));
  } catch (error) {
    if (!(error instanceof BenchError) || isOfResults(error)) throw error;
    book.keep(excluded(trial, { code: error.code, message: error.message }));
  }
  return trial;
}
