import {
  type FailureKind,
  failureKind,
  type GeneratorSummary,
} from '@headroom/contract/generator-summary.ts';
import { answerFields, bystanderUser, type UserReport } from '@headroom/contract/steering.ts';
import { isInside, type Window } from '../collect/window.ts';
import { quantileOf } from '../statistics/quantile.ts';
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
  /** Forgets the answers that ended before that instant. */
  forgetBefore(atSeconds: number): void;
}

interface Answer {
  readonly askedAt: number;
  readonly endedAt: number;
  readonly seconds: number;
  readonly status: number;
}

/** @param hasBystander whether somebody else asks too */
export function answerLog(expectedStatus: number, hasBystander: boolean): AnswerLog {
  let answers: Answer[] = [];
  let others: Answer[] = [];
  let sent: number[] = [];
  const waitingSince = new Map<string, number>();
  const isRight = ({ status }: Answer) => status === expectedStatus;
  const endedIn = (window: Window) => (answer: Answer) => isInside(window, answer.endedAt);

  /** Waiting at that instant: still, or for an answer that came later. */
  const inFlightAt = (instant: number): number => {
    const still = [...waitingSince.values()].filter((since) => since <= instant).length;
    return still + answers.filter(({ askedAt, endedAt }) => askedAt <= instant && endedAt > instant).length;
  };

  /** How long each of the bystander's requests had waited that had no answer at that instant; seconds. */
  const unanswered = (instant: number): number[] => {
    const answeredBefore = new Set(
      others.flatMap(({ askedAt, endedAt }) => (endedAt <= instant ? [askedAt] : [])),
    );
    return sent.filter((at) => at < instant && !answeredBefore.has(at)).map((at) => instant - at);
  };

  const bystanderIn = (window: Window): GeneratorSummary['bystander'] => {
    if (!hasBystander) return null;
    const inWindow = others.filter(({ askedAt }) => isInside(window, askedAt));
    // Of those that were sent inside, an answer that came after it is none.
    const answered = inWindow.filter(({ endedAt }) => endedAt < window.to);
    const right = answered.filter(({ status }) => status === 200);
    return {
      sent: sent.filter((at) => isInside(window, at)).length,
      failed: answered.length - right.length,
      answered: latencySample(right.map(({ seconds }) => seconds)),
    };
  };

  return {
    add(user, report) {
      const fresh = answersOf(report);
      if (user === bystanderUser) {
        others.push(...fresh);
        sent.push(...report.sent);
        return;
      }
      answers.push(...fresh);
      if (report.waitingSince === null) waitingSince.delete(user);
      else waitingSince.set(user, report.waitingSince);
    },
    waiting: () => waitingSince.size,
    second(window) {
      const inside = recent(answers, window.from).filter(endedIn(window));
      const right = sortedSeconds(inside.filter(isRight));
      const bystanders = Float64Array.from([
        ...sortedSeconds(recent(others, window.from).filter(endedIn(window))),
        ...unanswered(window.to),
      ]).sort();
      const at = (sorted: Float64Array, q: number) => (sorted.length === 0 ? null : quantileOf(sorted, q));
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
      const inside = answers.filter(endedIn(window));
      const failed = inside.filter((answer) => !isRight(answer));
      const count = (kind: FailureKind) => failed.filter(({ status }) => failureKind(status) === kind).length;
      return {
        trialId,
        startedAt,
        within: latencySample(inside.filter(isRight).map(({ seconds }) => seconds)),
        straddling: { state: 'empty' },
        failures: {
          'no-answer': count('no-answer'),
          '2xx': count('2xx'),
          '3xx': count('3xx'),
          '4xx': count('4xx'),
          '5xx': count('5xx'),
        },
        idleUsersAtCutoff: Math.max(0, users - inFlightAt(window.to)),
        droppedIterations: 0,
        accepted: null,
        bystander: bystanderIn(window),
      };
    },
    forgetBefore(atSeconds) {
      answers = answers.filter(({ endedAt }) => endedAt >= atSeconds);
      const answeredBefore = new Set(
        others.flatMap(({ askedAt, endedAt }) => (endedAt < atSeconds ? [askedAt] : [])),
      );
      others = others.filter(({ endedAt }) => endedAt >= atSeconds);
      // Who still waits is not forgotten.
      sent = sent.filter((at) => at >= atSeconds || !answeredBefore.has(at));
    },
  };
}

/** Users report every second, so that what ended since then lies near the end, however long the list. */
function recent(answers: readonly Answer[], since: number): readonly Answer[] {
  const longestDelaySeconds = 10;
  let first = answers.length;
  while (first > 0 && (answers[first - 1]?.endedAt ?? 0) > since - longestDelaySeconds) first--;
  return answers.slice(first);
}

const sortedSeconds = (answers: readonly Answer[]): Float64Array =>
  Float64Array.from(answers, ({ seconds }) => seconds).sort();

function answersOf({ answers }: UserReport): Answer[] {
  return Array.from({ length: answers.length / answerFields }, (_, i) => {
    const [askedAt = 0, endedAt = 0, seconds = 0, status = 0] = answers.slice(
      i * answerFields,
      (i + 1) * answerFields,
    );
    return { askedAt, endedAt, seconds, status };
  });
}
