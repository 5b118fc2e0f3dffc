import { failureKind, type GeneratorSummary } from '@headroom/contract/generator-summary.ts';
import type { Second } from '@headroom/contract/records.ts';
import { answerFields, bystanderUser, type UserReport } from '@headroom/contract/steering.ts';
import { isInside, type Window } from '../collect/window.ts';
import { quantileOf } from '../statistics/quantile.ts';
import { type Answer, answerColumns } from './answer-columns.ts';
import { latencySample } from './latency-sample.ts';

/** What was answered in one second of a load. */
export interface AnsweredSecond {
  readonly right: number;
  readonly failed: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  readonly bystanderP50Seconds: number | null;
}

/** Every answer of a load since it was last told to forget, as the users report them. */
export interface AnswerLog {
  add(user: string, report: UserReport): void;
  /** Users that wait for an answer, as of what they said last. */
  waiting(): number;
  /** Answers that ended inside that second. */
  second(window: Window): AnsweredSecond;
  /** What a generator would say of a window that has closed. */
  summary(trialId: string, startedAt: number, window: Window, users: number): GeneratorSummary;
  /** The whole seconds from one instant to the other, as a record has them. */
  series(startedAt: number, closedAt: number): Second[];
  /** Forgets the answers that ended before that instant. */
  forgetBefore(atSeconds: number): void;
}

/** @param hasBystander whether somebody else asks too */
export function answerLog(expectedStatus: number, hasBystander: boolean): AnswerLog {
  const answers = answerColumns();
  const others = answerColumns();
  let sent: number[] = [];
  /** Of the bystander: when it asked what has no answer yet. */
  const open = new Set<number>();
  const waitingSince = new Map<string, number>();
  const isRight = ({ status }: Answer) => status === expectedStatus;
  const endedIn = (window: Window) => (answer: Answer) => isInside(window, answer.endedAt);

  /** Waiting at that instant: still, or for an answer that came later. */
  const inFlightAt = (instant: number): number => {
    const still = [...waitingSince.values()].filter((since) => since <= instant);
    const since = answers.filterBetween(
      instant,
      Number.POSITIVE_INFINITY,
      ({ askedAt, endedAt }) => askedAt <= instant && endedAt > instant,
    );
    return still.length + since.length;
  };

  /** How long each of the bystander's requests had waited that had no answer at that instant; seconds. */
  const unanswered = (instant: number): number[] => {
    const since = others.filterBetween(
      instant,
      Number.POSITIVE_INFINITY,
      ({ askedAt, endedAt }) => askedAt < instant && endedAt > instant,
    );
    return [...open, ...since.map(({ askedAt }) => askedAt)]
      .filter((at) => at < instant)
      .map((at) => instant - at);
  };

  const bystanderIn = (window: Window): GeneratorSummary['bystander'] => {
    if (!hasBystander) return null;
    // Of those that were sent inside, an answer that came after it is none.
    const answered = others.filter(
      ({ askedAt, endedAt }) => isInside(window, askedAt) && endedAt < window.to,
    );
    const right = answered.filter(({ status }) => status === 200);
    return {
      sent: sent.filter((at) => isInside(window, at)).length,
      failed: answered.length - right.length,
      answered: latencySample(right.map(({ seconds }) => seconds)),
    };
  };

  return {
    add(user, report) {
      if (user === bystanderUser) {
        others.push(report.answers);
        sent.push(...report.sent);
        for (const at of report.sent) open.add(at);
        for (let i = 0; i < report.answers.length; i += answerFields) open.delete(report.answers[i] ?? 0);
        return;
      }
      answers.push(report.answers);
      if (report.waitingSince === null) waitingSince.delete(user);
      else waitingSince.set(user, report.waitingSince);
    },
    waiting: () => waitingSince.size,
    second(window) {
      const inside = answers.filterBetween(window.from, window.to, endedIn(window));
      const right = sorted(inside.filter(isRight).map(({ seconds }) => seconds));
      const answered = others
        .filterBetween(window.from, window.to, endedIn(window))
        .map(({ seconds }) => seconds);
      const bystanders = sorted([...answered, ...unanswered(window.to)]);
      const at = (values: Float64Array, q: number) => (values.length === 0 ? null : quantileOf(values, q));
      return {
        right: right.length,
        failed: inside.length - right.length,
        p50Seconds: at(right, 0.5),
        p95Seconds: at(right, 0.95),
        p99Seconds: at(right, 0.99),
        bystanderP50Seconds: at(bystanders, 0.5),
      };
    },
    summary(trialId, startedAt, window, users) {
      const right: number[] = [];
      const failures = { 'no-answer': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };
      answers.forEach((endedAt, seconds, status) => {
        if (!isInside(window, endedAt)) return;
        if (status === expectedStatus) right.push(seconds);
        else failures[failureKind(status)]++;
      });
      return {
        trialId,
        startedAt,
        within: latencySample(right),
        straddling: { state: 'empty' },
        failures,
        idleUsersAtCutoff: Math.max(0, users - inFlightAt(window.to)),
        droppedIterations: 0,
        accepted: null,
        bystander: bystanderIn(window),
        // They come and go, and their answers come over a socket.
        transport: null,
      };
    },
    series(startedAt, closedAt) {
      const bins = Array.from({ length: Math.floor(closedAt - startedAt) }, () => ({
        answered: 0,
        right: [] as number[],
      }));
      answers.forEach((endedAt, seconds, status) => {
        const bin = bins[Math.floor(endedAt - startedAt)];
        if (bin === undefined) return;
        bin.answered++;
        if (status === expectedStatus) bin.right.push(seconds);
      });
      return bins.map(({ answered, right }, i) => ({
        atSeconds: i + 1,
        answered,
        medianLatencySeconds: right.length === 0 ? null : quantileOf(sorted(right), 0.5),
      }));
    },
    forgetBefore(atSeconds) {
      // Who still waits is not forgotten.
      sent = sent.filter((at) => at >= atSeconds || open.has(at));
      answers.forgetBefore(atSeconds);
      others.forgetBefore(atSeconds);
    },
  };
}

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();
