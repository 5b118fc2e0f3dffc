import { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { bystanderUser } from '@headroom/contract/steering.ts';
import { loadOf, measured } from '../collect/collect-trial.ts';
import { demandNoGap, type Signs } from '../collect/generator-gap.ts';
import { aborted } from '../runtime/aborted.ts';
import { demandSteadyClock } from '../runtime/demand-steady-clock.ts';
import { checkGenerator, failExited } from '../runtime/endings.ts';
import { inputOf } from '../runtime/input-of.ts';
import type { Clock, Exit, RunningSubject, Runtime } from '../runtime/runtime.ts';
import { sample } from '../runtime/sampler.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import { answerLog } from './answer-log.ts';
import type { Book, LiveControl } from './live-control.ts';
import { insertLook } from './sample-figures.ts';
import { type Crowd, segments } from './segments.ts';
import { openSteeringServer, pingSeconds } from './steering-server.ts';

/** Puts a subject that is ready under a load whose users may change, and records the trials that come of it. */
export async function loadSubject(
  first: Trial,
  most: number,
  subject: RunningSubject,
  { runtime, book }: { readonly runtime: Runtime; readonly book: Book },
  control: LiveControl,
): Promise<void> {
  const { clock, generatorCpus } = runtime;
  const idle = subject.usage();
  const plain = inputOf(first, subject, book.files);
  const hasBystander = plain.bystander !== null;
  const log = answerLog(plain.expectedStatus, hasBystander);
  const reported = new Map<string, number>();
  const alive: number[] = [];
  // Its series is none of a load without a known end: k6 would write it every 30 s.
  const signs: Signs = { everySeconds: pingSeconds, atSeconds: alive };
  const steering = await openSteeringServer(
    (user, report) => {
      reported.set(user, clock.now());
      log.add(user, report);
    },
    () => alive.push(clock.now()),
  );
  const over = new AbortController();
  try {
    const input = { ...plain, vus: most, steeringUrl: steering.url };
    clock.set();
    const before = clock.read();
    const generator = await runtime.startGenerator(first, input, book.files);
    try {
      const broken = Promise.race([
        generator.exited.then(failEnded),
        subject.exited.then(failExited),
        failLost(steering.lost, clock, over.signal),
      ]);
      broken.catch(() => undefined);
      const samples: Sample[] = [];
      void sample(subject, generator, clock, over.signal, [{ sampled: (look) => insertLook(samples, look) }]);
      await Promise.race([
        steering.connected(most + (hasBystander ? 1 : 0)),
        broken,
        giveUpAfter(plain.requestTimeoutSeconds + startGraceSeconds, over.signal),
        aborted(AbortSignal.any([control.stop, control.interrupted])),
      ]);
      steering.tell(bystanderUser, { do: 'enter', atSeconds: clock.now() });
      const crowd: Crowd = new Map();
      const usersAt = (instant: number) => [...crowd.values()].filter((since) => since <= instant).length;
      await segments(first, {
        ...{ clock, book, control, steering, crowd, broken },
        reportedAt: (user) => reported.get(user) ?? 0,
        observed: { log, samples, generatorCpus, usersAt },
        recordOf: (trial, summary, series, looks) => {
          // From then on nothing that the users say fits what they are told.
          demandSteadyClock(before, clock.read());
          demandNoGap(signs, loadOf(trial, summary.startedAt ?? 0), looks);
          return measured({ trial, summary, notes: null, series, samples: looks, idle, generatorCpus });
        },
      });
    } finally {
      over.abort();
      await generator.stop();
    }
  } finally {
    over.abort();
    await steering.close();
  }
}

/** Allowed for the generator's own start and its check of the answer. */
const startGraceSeconds = 120;

/** A generator of a live load ends when it is told to, and not before. */
function failEnded(exit: Exit): never {
  checkGenerator(exit);
  throw new BenchError('BENCH_GENERATOR_FAILED', 'k6 ended in the middle of the load, expected it to go on.');
}

const endIsKnownAfterSeconds = 1;

/** Where the generator has ended, that says more. */
async function failLost(lost: Promise<void>, clock: Clock, over: AbortSignal): Promise<never> {
  await lost;
  await clock.sleep(endIsKnownAfterSeconds, over);
  throw new BenchError(
    'BENCH_GENERATOR_FAILED',
    'a user of k6 lost its connection to the lab, and nobody knows what it was answered since; see the log of k6.',
  );
}

async function giveUpAfter(seconds: number, over: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    over.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  throw new BenchError('BENCH_GENERATOR_TIMED_OUT', `k6 had not started its users after ${seconds} s.`);
}
