import { writeFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { wrongAnswerMark } from '@headroom/contract/trial-input.ts';
import type { Exit, RunningGenerator, RunningSubject, Runtime } from '../runtime.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeServer, seriesOf, simulateLoad, summaryOf } from './fake-load.ts';

/** What goes wrong in a trial, if anything. */
export type Fault =
  | 'none'
  | 'subject-crashes'
  | 'subject-exits'
  | 'subject-has-no-port'
  | 'subject-silent'
  | 'generator-killed'
  | 'generator-fails'
  | 'generator-hangs'
  | 'generator-prints-rubbish'
  | 'generator-writes-nothing'
  | 'wrong-answer';

/** Of a subject that ends in the middle of a trial. */
const lastWordsOf: Partial<Record<Fault, string>> = {
  'subject-exits': 'out of memory',
  'subject-has-no-port': 'Port 9464 on 127.0.0.1 is taken: end what uses it, or set API_METRICS_PORT.',
};

/** A runtime in simulated time, and what it has been asked to do. */
export interface FakeRuntime extends Runtime {
  readonly clock: FakeClock;
  /** Every start and stop, in order: "subject up nest-sync-1vu-r1". */
  readonly events: readonly string[];
}

const clean: Exit = { exitCode: 0, signal: null, lastWords: '' };

/** Subjects and generators that exist in simulated time only; each trial may be given a server and a fault. */
export function fakeRuntime(
  serverOf: (trial: Trial) => FakeServer,
  faultOf: (trial: Trial) => Fault = () => 'none',
): FakeRuntime {
  const clock = fakeClock();
  const events: string[] = [];

  const after = async (seconds: number, exit: Exit, stopped: AbortSignal): Promise<Exit> => {
    await clock.sleep(seconds, stopped);
    return stopped.aborted ? { ...clean, signal: 'SIGTERM' } : exit;
  };

  return {
    name: 'native',
    notControlled: [],
    generatorCpus: 1,
    clock,
    events,

    startSubject: async (next): Promise<RunningSubject> => {
      if (faultOf(next) === 'subject-crashes') throw new BenchError('BENCH_SUBJECT_CRASHED', 'it crashed');
      events.push(`subject up ${next.trialId}`);
      const startedAt = clock.now();
      const stopping = new AbortController();
      const halfway = next.warmupSeconds + next.durationSeconds / 2;
      const lastWords = lastWordsOf[faultOf(next)];
      const exits = lastWords === undefined ? Number.POSITIVE_INFINITY : halfway;
      return {
        baseUrl: 'http://subject.invalid',
        scrape: async () => {
          if (faultOf(next) === 'subject-silent') throw new Error('no answer');
          return metricsPage(next, clock.now() - startedAt);
        },
        limits: { cpus: 1, memoryBytes: null },
        usage: () => ({
          cpuSeconds: (clock.now() - startedAt) / 2,
          residentBytes: 100_000_000,
          throttledSeconds: null,
        }),
        exited: after(exits, { exitCode: 7, signal: null, lastWords: lastWords ?? '' }, stopping.signal),
        stop: async () => {
          if (stopping.signal.aborted) return;
          stopping.abort();
          events.push(`subject down ${next.trialId}`);
        },
      };
    },

    startGenerator: async (trial, input, files): Promise<RunningGenerator> => {
      let fault = faultOf(trial);
      const stopping = new AbortController();
      const requests = simulateLoad(input, serverOf(trial));
      const startedAt = clock.now() + 0.2;
      if (fault !== 'generator-writes-nothing') {
        const summary = JSON.stringify(summaryOf(input, requests, startedAt));
        try {
          writeFileSync(files.summary, fault === 'generator-prints-rubbish' ? 'panic: rubbish' : summary);
          writeFileSync(files.series, seriesOf(input, requests, startedAt));
        } catch {
          // As k6 does where the disk has no room for them.
          fault = 'generator-fails';
        }
      }
      const [seconds, exit] = endingOf(fault, input.warmupSeconds + input.durationSeconds + 0.3);
      return {
        exited: after(seconds, exit, stopping.signal),
        cpuSeconds: () => (clock.now() - startedAt) * 0.1,
        stop: async () => stopping.abort(),
      };
    },

    close: async () => {
      events.push('closed');
    },
  };
}

function endingOf(fault: Fault, usualSeconds: number): [seconds: number, exit: Exit] {
  switch (fault) {
    case 'generator-killed':
      return [usualSeconds / 2, { exitCode: null, signal: 'SIGKILL', lastWords: '' }];
    case 'generator-fails':
      return [0.1, { exitCode: 107, signal: null, lastWords: 'syntax error' }];
    case 'generator-hangs':
      return [Number.POSITIVE_INFINITY, clean];
    case 'wrong-answer': {
      const answer = { url: 'http://subject.invalid/sync', status: 500, body: 'oops', error: '' };
      return [0.1, { exitCode: 108, signal: null, lastWords: `${wrongAnswerMark}${JSON.stringify(answer)}` }];
    }
    default:
      return [usualSeconds, clean];
  }
}

/** A subject that has worked half of its time, one request a second. */
function metricsPage({ endpoint }: Trial, upSeconds: number): string {
  const route = `{${labelNames.route}="${endpoint}",${labelNames.method}="GET",${labelNames.status}="200"}`;
  return [
    `${metricNames.requestDuration}_sum${route} ${upSeconds}`,
    `${metricNames.requestDuration}_count${route} ${upSeconds}`,
    `${metricNames.cpuTotal} ${upSeconds / 2}`,
    `${metricNames.stallCurrent} 0.5`,
    `${metricNames.loopTime}{${labelNames.loopState}="active"} ${upSeconds / 2}`,
    `${metricNames.loopTime}{${labelNames.loopState}="idle"} ${upSeconds / 2}`,
    `${metricNames.residentMemory} 100000000`,
  ].join('\n');
}
