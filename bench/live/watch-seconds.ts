import type { LiveSecond } from '@headroom/contract/live.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { reportIntervalSeconds } from '@headroom/contract/steering.ts';
import { throughputBound } from '../model/closed-bounds.ts';
import type { Clock } from '../runtime/runtime.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import type { AnswerLog } from './answer-log.ts';
import { figuresAt } from './sample-figures.ts';

/** A second is looked at once every user has had its turn to report it. */
const lateSeconds = reportIntervalSeconds + 0.2;

/** What is looked at, second by second. */
export interface Observed {
  readonly log: AnswerLog;
  readonly samples: readonly Sample[];
  readonly generatorCpus: number;
  /** How many users had entered by that instant. */
  usersAt(instant: number): number;
}

/**
 * Tells of every second of a load until the signal aborts, each a little after it is over.
 * @param trial the first of the load, whose think time and service time all have
 */
export async function watchSeconds(
  trial: Trial,
  startedAt: number,
  observed: Observed,
  clock: Clock,
  signal: AbortSignal,
  emit: (second: LiveSecond) => void,
): Promise<void> {
  for (let second = 1; ; second++) {
    const atSeconds = startedAt + second;
    await clock.sleep(Math.max(0, atSeconds + lateSeconds - clock.now()), signal);
    if (signal.aborted) return;
    emit(lookAt(trial, atSeconds, observed));
  }
}

function lookAt(trial: Trial, atSeconds: number, observed: Observed): LiveSecond {
  const { log, samples, generatorCpus } = observed;
  const { right, failed, ...latencies } = log.second({ from: atSeconds - 1, to: atSeconds });
  const users = observed.usersAt(atSeconds);
  return {
    atSeconds,
    users,
    throughputRps: right,
    idealRps: idealRps(trial, users),
    ...latencies,
    failuresPerSecond: failed,
    inFlight: log.waiting(),
    ...figuresAt(samples, atSeconds, generatorCpus),
  };
}

/** Of a server that never queues, where its service time is known beforehand; in steady state. */
export function idealRps({ declaredServiceSeconds, thinkTime }: Trial, users: number): number | null {
  if (declaredServiceSeconds === null) return null;
  const thinkSeconds = (thinkTime.minSeconds + thinkTime.maxSeconds) / 2;
  if (declaredServiceSeconds + thinkSeconds === 0) return null;
  return throughputBound(
    { serviceSeconds: declaredServiceSeconds, thinkSeconds, demandSeconds: null },
    users,
  );
}
