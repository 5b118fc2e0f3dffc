import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchError } from '@headroom/contract/errors.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { Agent } from 'undici';
import { writeFile } from '../collect/disk.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { followSeries } from '../progress/follow-series.ts';
import { loadScript } from '../runtime/load-script.ts';
import type { Placement } from '../runtime/native/pinning.ts';
import { startGenerator } from '../runtime/native/start-generator.ts';
import { watch } from '../runtime/native/watchdog/watch.ts';
import type { Credentials, Exit, RunningGenerator, Runtime, TrialFiles } from '../runtime/runtime.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { levelInWords } from '../words/in-words.ts';
import { ask, type Question } from './ask.ts';
import { awaitRest } from './await-rest.ts';
import { failureWatch } from './failure-watch.ts';
import { type CpuReading, machineCpuSeconds, othersAtWork } from './others-at-work.ts';
import type { ProbeWarning } from './probe-warning.ts';
import { scrapeOf } from './scrape.ts';
import type { TargetProcess } from './target-process.ts';

/** A service that runs already, and how it is asked. */
export interface Target {
  readonly origin: string;
  readonly question: Question;
  /** What one takes who asks alone, in seconds. */
  readonly aloneSeconds: number;
  readonly credentials: Credentials;
  readonly metricsUrl: string | null;
  readonly process: TargetProcess | null;
  /** Takes out of a text what must not be kept. */
  readonly redact: (text: string) => string;
}

/** So often is looked whether requests fail. */
const watchMilliseconds = 500;

/**
 * A runtime that starts no subject: it waits until the service is at rest before each level, and ends a load under which
 * most requests fail. What k6 writes is kept without secrets.
 * @param note takes warnings that belong to no level's record
 */
export function probeRuntime(
  target: Target,
  placement: Pick<Placement, 'generatorPrefix' | 'generatorCpus' | 'notControlled'>,
  k6: string,
  note: (warning: ProbeWarning) => void,
): Runtime {
  // One that idles would be a user more to a service that gives each connection a thread.
  const scrapes = new Agent({ pipelining: 0 });
  const scratch = mkdtempSync(join(tmpdir(), 'headroom-probe-'));
  const unwatchScratch = watch({ kind: 'path', path: scratch });
  const failures = failureWatch();
  const others = othersAtWork();
  /** Ends the trial in hand. */
  let giveUp: (error: BenchError) => void = () => undefined;

  return {
    name: 'native',
    notControlled: placement.notControlled,
    generatorCpus: placement.generatorCpus.length,
    clock: systemClock,
    startSubject: async (trial, _files, signal) => {
      if (!(await isAtRest(target, signal))) note(restless(trial));
      const exited = new Promise<Exit>((_, reject) => {
        giveUp = reject;
      });
      exited.catch(() => undefined);
      return {
        baseUrl: target.origin,
        credentials: target.credentials,
        scrape: target.metricsUrl === null ? null : scrapeOf(target.metricsUrl, scrapes),
        exited,
        limits: { cpus: target.process?.cpus.length ?? null, memoryBytes: null },
        usage: () => target.process?.usage() ?? null,
        stop: async () => {
          giveUp = () => undefined;
        },
      };
    },
    startGenerator: async (trial, input, files) => {
      const log = join(scratch, `${trial.trialId}.log`);
      const script = join(repositoryRoot, loadScript(input));
      const prefix = placement.generatorPrefix;
      const generator = await startGenerator({ path: k6, dashboardPort: null }, script, prefix, input, {
        ...files,
        generatorLog: log,
      });
      const unwatch = [
        watchSeries(files, failures, (error) => giveUp(error)),
        watchOthers(levelInWords(trial), target, generator, others),
      ];
      const keepLog = (exit: Exit): Exit => {
        for (const end of unwatch) end();
        writeFile(files.generatorLog, target.redact(readFileSync(log, 'utf8')));
        return { ...exit, lastWords: target.redact(exit.lastWords) };
      };
      return watched(generator, generator.exited.then(keepLog));
    },
    close: async () => {
      const warning = others.warning();
      if (warning !== null) note(warning);
      rmSync(scratch, { recursive: true, force: true });
      unwatchScratch();
      await scrapes.destroy();
    },
  };
}

/** Its connection does not outlast it. */
async function isAtRest({ question, aloneSeconds }: Target, signal: AbortSignal): Promise<boolean> {
  const connections = new Agent({ connections: 1 });
  try {
    const asked = async (timeoutSeconds: number) =>
      (await ask(question, connections, timeoutSeconds, signal)).seconds;
    return await awaitRest(asked, aloneSeconds, systemClock, signal);
  } finally {
    await connections.destroy();
  }
}

function watched(generator: RunningGenerator, exited: Promise<Exit>): RunningGenerator {
  return {
    exited,
    cpuSeconds: generator.cpuSeconds,
    stop: async () => {
      await generator.stop();
      await exited;
    },
  };
}

function watchSeries(
  { series }: TrialFiles,
  failures: ReturnType<typeof failureWatch>,
  giveUp: (error: BenchError) => void,
): () => void {
  const follow = followSeries(series);
  const timer = setInterval(() => {
    for (const second of follow()) {
      const error = failures.see(second);
      if (error !== null) giveUp(error);
    }
  }, watchMilliseconds);
  return () => clearInterval(timer);
}

/** Nothing is told of a machine whose service is not seen. */
function watchOthers(
  level: string,
  { process: service }: Target,
  generator: RunningGenerator,
  others: ReturnType<typeof othersAtWork>,
): () => void {
  const read = (): CpuReading | null => {
    const [machine, usage, used] = [machineCpuSeconds(), service?.usage() ?? null, generator.cpuSeconds()];
    if (machine === null || usage === null || used === null) return null;
    return { atSeconds: systemClock.now(), machine, own: usage.cpuSeconds + used };
  };
  const first = read();
  let last: CpuReading | null = null;
  const timer = setInterval(() => {
    last = read() ?? last;
  }, watchMilliseconds);
  return () => {
    clearInterval(timer);
    if (first !== null && last !== null) others.see(level, first, last);
  };
}

function restless(trial: Trial): ProbeWarning {
  return {
    code: 'not-at-rest',
    message: `Before ${levelInWords(trial)} the service did not answer as quickly as at the beginning for 60 s: what it still had in hand, or somebody else's load, may be part of what was measured there.`,
  };
}
