import { dirname } from 'node:path';
import { BenchError, type ErrorCode } from '@headroom/contract/errors.ts';
import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { ProbeResult } from '@headroom/contract/probe.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { Agent, type Dispatcher } from 'undici';
import type { Analysis } from '../analyse/analysis.ts';
import { beginRun } from '../begin-run.ts';
import { carryOut } from '../carry-out.ts';
import { readJournal } from '../collect/journal.ts';
import { readManifest } from '../collect/manifest.ts';
import type { RunFolder } from '../collect/run-folder.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { readEnvironment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import { headroomCommand } from '../headroom-command.ts';
import type { Stage } from '../main.ts';
import { isClosed } from '../model/level.ts';
import { loadSeconds } from '../model/load-seconds.ts';
import { isCutByTime } from '../plan/grow-probe.ts';
import { planProbe } from '../plan/plan-probe.ts';
import { preflight } from '../prepare/preflight.ts';
import { manifestOf, type Prepared } from '../prepare/prepare-lab.ts';
import { allowedCpus } from '../runtime/native/pinning.ts';
import { findK6 } from '../tools/find-k6.ts';
import { reasonInWords } from '../words/in-words.ts';
import type { Question } from './ask.ts';
import { learnAlone } from './learn-alone.ts';
import { placeGenerator } from './place-generator.ts';
import type { ProbeOptions } from './probe-options.ts';
import { probeRuntime, type Target } from './probe-runtime.ts';
import type { ProbeWarning } from './probe-warning.ts';
import { sizeWarnings } from './probe-warnings.ts';
import { redactor } from './redact.ts';
import { demandMetrics } from './scrape.ts';
import { type Session, summariseProbe } from './summarise-probe.ts';
import { findTargetProcess } from './target-process.ts';

/** Where results go, and what the manifest of a run says beside. */
type Settings = Pick<BenchConfig, 'out' | 'subjects'>;

/** What came of a probe; `failure` is why it did not come to its end. */
export interface Probed {
  readonly result: ProbeResult;
  readonly folder: RunFolder;
  readonly failure: BenchError | null;
}

/**
 * Loads one address level by level, and says how it serves several users at once. A run like any other: a folder in
 * results/ with its journal and its report.
 * @throws BenchError BENCH_PROBE_*, BENCH_PREFLIGHT_*, BENCH_TOOLS_* or BENCH_RUN_INTERRUPTED before anything is measured
 */
export async function probe(options: ProbeOptions, settings: Settings, stage: Stage): Promise<Probed> {
  const first = await lookAt(options, stage);
  const warnings: ProbeWarning[] = first.metricsTell === false ? [metricsSilent] : [];
  const prepared = await prepare(options, settings, first, stage, (warning) => warnings.push(warning));
  const { run: folder, manifest, runtime } = await beginRun(settings.out, prepared, stage.say);
  const { analysis } = await carryOut(folder, manifest, runtime, stage);

  const { plan } = readManifest(folder);
  const failure = failureOf(analysis, stage.signal.aborted, folder);
  if (failure === null && isCutByTime(plan, readJournal(folder.journal))) warnings.push(cutByTime(plan));
  const { minSeconds, maxSeconds } = options.thinkTime;
  const session: Session = {
    url: options.url.shown,
    method: options.question.method,
    thinkSeconds: options.rates.length > 0 ? 0 : (minSeconds + maxSeconds) / 2,
    bystander:
      options.bystander === null || first.bystanderSeconds === null
        ? null
        : { url: options.bystander.shown, atRestSeconds: first.bystanderSeconds },
    complete: failure === null,
    warnings: [...warnings, ...sizeWarnings(analysis.cells, first.answerBytes)],
  };
  return { result: summariseProbe(analysis, manifest, session), folder, failure };
}

/** What was seen before any load, in seconds. */
interface FirstLook {
  readonly aloneSeconds: number;
  /** Of the body of an answer. */
  readonly answerBytes: number;
  readonly bystanderSeconds: number | null;
  /** Null without --metrics. */
  readonly metricsTell: boolean | null;
}

async function lookAt(options: ProbeOptions, { signal }: Stage): Promise<FirstLook> {
  const connections = new Agent({ connections: 1 });
  try {
    return await lookThrough(options, connections, signal);
  } catch (error) {
    if (error instanceof BenchError && signal.aborted) throw interrupted('before anything was measured');
    throw error;
  } finally {
    await connections.destroy();
  }
}

async function lookThrough(
  { question, bystander, metrics, timeoutSeconds }: ProbeOptions,
  connections: Dispatcher,
  signal: AbortSignal,
): Promise<FirstLook> {
  const alone = (asked: Question) => learnAlone(asked, connections, timeoutSeconds, signal);
  const metricsTell =
    metrics === null ? null : await demandMetrics(metrics.href, metrics.shown, connections, timeoutSeconds);
  const { seconds: aloneSeconds, bytes: answerBytes } = await alone(question);
  const seen = { aloneSeconds, answerBytes, metricsTell };
  if (bystander === null) return { ...seen, bystanderSeconds: null };
  const { href: url, shown } = bystander;
  const cheap = { url, shown, flag: '--bystander', method: 'GET', headers: {}, body: null } as const;
  const { seconds: bystanderSeconds } = await alone({ ...cheap, expectedStatus: 200, expectedBody: null });
  return { ...seen, bystanderSeconds };
}

async function prepare(
  options: ProbeOptions,
  { out, subjects }: Settings,
  { aloneSeconds }: FirstLook,
  stage: Stage,
  note: (warning: ProbeWarning) => void,
): Promise<Prepared> {
  const { url, question, bystander, metrics } = options;
  const environment = readEnvironment();
  const plan = planProbe(
    {
      ...options,
      subject: url.host,
      request: {
        method: question.method as RequestMethod,
        path: url.shownPath,
        body: null,
        expectedStatus: question.expectedStatus,
        expectedBody: null,
      },
      bystanderUrl: bystander?.shown ?? null,
    },
    aloneSeconds,
  );
  demandTime(plan, options);
  const users = Math.max(options.usersMost, ...plan.trials.map(({ vus }) => vus));
  const needs = {
    ports: [],
    out,
    highestVus: users,
    longestThinkSeconds: options.thinkTime.maxSeconds,
    allowedCpus: allowedCpus(machineFacts().cpus).length,
    observersOnSubject: [],
    // The service runs already.
    tuning: { variables: {}, reaches: [] },
    engine: null,
  };
  const findings = await preflight(needs, stage);
  const k6 = await findK6(environment, { announce: stage.say, signal: stage.signal });
  const placement = placeGenerator(url.hostname, environment);
  const target: Target = {
    origin: url.origin,
    question,
    aloneSeconds,
    credentials: {
      headers: question.headers,
      path: url.path,
      lookedFor: question.expectedBody,
      ...(question.body === null ? {} : { body: question.body }),
      ...(bystander === null ? {} : { bystanderUrl: bystander.href }),
    },
    metricsUrl: metrics?.href ?? null,
    process: findTargetProcess(url),
    redact: redactor({
      headers: question.headers,
      body: question.body,
      urls: [url.href, ...(bystander === null ? [] : [bystander.href])],
    }),
  };
  const runtime = probeRuntime(target, placement, k6.path, note);
  const facts = {
    cpus: { subject: [...(target.process?.cpus ?? [])], generator: [...placement.generatorCpus] },
    engine: null,
    findings,
    k6: k6.version,
    grafanaUrl: null,
    leftOut: [],
  };
  return { runtime, manifest: manifestOf(runtime, plan, { ...subjects, own: {} }, facts) };
}

type RequestMethod = Exclude<RunPlan['trials'][number]['request'], null>['method'];

/** The open model has all its levels at once. */
function demandTime({ trials }: RunPlan, { rates, loadSecondsMost }: ProbeOptions): void {
  const seconds = trials.reduce((sum, trial) => sum + loadSeconds(trial), 0);
  if (seconds <= loadSecondsMost || rates.length === 0) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `--rate names ${rates.length} rates, which take ${seconds.toFixed(0)} s of load: expected at most ${loadSecondsMost} s. Name fewer, or give a shorter --duration or a longer --max-time.`,
  );
}

/** Why a probe did not come to its end; null where it did, whatever it found. */
function failureOf(analysis: Analysis, stopped: boolean, { path, runId }: RunFolder): BenchError | null {
  const { cells, excluded } = analysis;
  const measured = cells.length === 0 ? 'before anything was measured' : 'what was measured is told above';
  if (stopped)
    return interrupted(`${measured}; ${headroomCommand(['report', runId], dirname(path))} shows it`);
  const lone = cells.find((cell) => isClosed(cell) && cell.vus === 1);
  if (lone !== undefined && lone.failedRequests > lone.requests / 2) return failingAlone(lone);
  const [lost] = excluded;
  if (lost === undefined) return null;
  const { code, message } = lost.reason;
  // Its own codes say more than that a level is missing.
  if (code.startsWith('BENCH_PROBE_')) return new BenchError(code as ErrorCode, message);
  return new BenchError(
    'BENCH_RUN_CELLS_MISSING',
    `${lost.trialId} was not measured: ${reasonInWords(lost.reason)}. The probe ended there; ${measured}.`,
  );
}

function failingAlone({ failedRequests, requests }: Cell): BenchError {
  return new BenchError(
    'BENCH_PROBE_TARGET_FAILING',
    `${failedRequests} of ${requests} requests of a lone user failed: expected right answers. See the service's log: does it limit how often it is asked? --think 1s asks less often. Every status but that of --expect-status counts as failed, redirects included.`,
  );
}

function interrupted(what: string): BenchError {
  return new BenchError(
    'BENCH_RUN_INTERRUPTED',
    `stopped by a signal, ${what}. A probe is not resumed: start it anew.`,
  );
}

const metricsSilent: ProbeWarning = {
  code: 'metrics-silent',
  message:
    "The page of --metrics says nothing of an event loop, neither by the lab's names nor by prom-client's defaults: nothing could be told from inside.",
};

function cutByTime({ growth }: RunPlan): ProbeWarning {
  const seconds = growth.kind === 'probe' ? growth.loadSecondsMost : 0;
  return {
    code: 'time-limit',
    message: `More users would tell more, but the load of all levels may last ${seconds} s: give a longer --max-time, or a shorter --duration.`,
  };
}
