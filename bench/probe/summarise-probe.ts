import type { Manifest } from '@headroom/contract/manifest.ts';
import { type ProbeLevel, type ProbeRate, type ProbeResult, probeSchema } from '@headroom/contract/probe.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { isClosed } from '../model/level.ts';
import { levelInWords, reasonInWords } from '../words/in-words.ts';
import { advise } from './advise.ts';
import { canaryEvidence } from './canary-evidence.ts';
import type { ProbeWarning } from './probe-warning.ts';
import { cellWarnings, machineWarnings } from './probe-warnings.ts';

/** What is known of a probe beside its records. */
export interface Session {
  readonly url: string;
  readonly method: string;
  readonly thinkSeconds: number;
  readonly bystander: { readonly url: string; readonly atRestSeconds: number } | null;
  /** Whether it came to its end. */
  readonly complete: boolean;
  readonly warnings: readonly ProbeWarning[];
}

const openReason =
  'At a constant rate there are no levels of users, from which alone it can be told how several are served at once.';

/** All that a probe found, in words and figures. */
export function summariseProbe(analysis: Analysis, manifest: Manifest, session: Session): ProbeResult {
  const [closed, open] = [true, false].map((model) =>
    analysis.cells.filter((cell) => isClosed(cell) === model),
  );
  const isOpen = manifest.plan.growth.kind === 'none';
  const [scaling] = analysis.scaling;
  const base: Omit<ProbeResult, 'advice'> = {
    schemaVersion,
    runId: manifest.runId,
    url: session.url,
    method: session.method,
    model: isOpen ? 'open' : 'closed',
    complete: session.complete,
    classification: scaling?.classification ?? 'unknown',
    evidence: scaling?.evidence ?? [isOpen ? openReason : 'No level was measured.'],
    blockedLoop: scaling?.blockedLoop ?? null,
    effectiveConcurrency: scaling?.concurrency?.value ?? null,
    effectiveConcurrencyBound: scaling?.concurrency?.bound ?? null,
    kneeUsers: scaling?.kneeUsers ?? null,
    maxThroughputRps: scaling?.maxThroughputRps ?? null,
    serviceTimeSeconds: scaling?.serviceSeconds ?? null,
    thinkTimeSeconds: session.thinkSeconds,
    subjectCpus: manifest.cpus.subject.length || null,
    levels: (closed ?? []).map(levelOf).sort((a, b) => a.users.there - b.users.there),
    rates: (open ?? []).map(rateOf).sort((a, b) => a.offeredRps - b.offeredRps),
    bystander: bystanderOf(analysis.cells, session.bystander),
    warnings: [
      ...session.warnings,
      ...machineWarnings(analysis.cells, manifest),
      ...cellWarnings(analysis.cells),
      ...analysis.excluded.map(excludedWarning),
    ],
  };
  const evidence = [...base.evidence, ...canaryEvidence(base)];
  return probeSchema.parse({ ...base, evidence, advice: advise(base) });
}

/** What excludes a trial and is a mark as well. */
const marksOfExcluded: Readonly<Record<string, ProbeWarning['code']>> = {
  BENCH_GENERATOR_STOPPED: 'generator-stopped',
  BENCH_TRIAL_UNANSWERED: 'unanswered',
  BENCH_TRIAL_CLOCK_SET: 'clock',
  BENCH_TRIAL_SUSPENDED: 'clock',
};

const excludedWarning = ({ trialId, reason }: Analysis['excluded'][number]): ProbeWarning => ({
  code: marksOfExcluded[reason.code] ?? 'not-measured',
  message: `${trialId}: ${reasonInWords(reason)}`,
});

function loadOf(cell: Cell) {
  const perRequest = cell.subjectCpuSecondsPerRequest;
  return {
    throughputRps: cell.throughputRps,
    latencySeconds: cell.latencySeconds,
    censored: cell.censored,
    requests: cell.requests,
    failedRequests: cell.failedRequests,
    unanswered: Math.round(cell.inFlightAtCutoff),
    measuredSeconds: cell.measuredSeconds,
    subjectCpuSecondsPerRequest: perRequest,
    subjectBusyCpus: perRequest === null ? null : perRequest * cell.throughputRps,
    longestStallSeconds: cell.longestStallSeconds,
    loopUtilization: cell.loopUtilization,
    generatorCpuShare: cell.generatorCpuShare,
    bystander: cell.bystander,
  };
}

const levelOf = (cell: Cell): ProbeLevel => ({
  users: cell.users ?? notCounted(cell.vus),
  connectSeconds: cell.connectSeconds,
  ...loadOf(cell),
  impliedLatencySeconds: cell.impliedLatencySeconds,
});

/** Of a level that nobody was counted at, as of one of which no file could be read. */
function notCounted(there: number): never {
  throw new Error(`nobody counted whose requests were answered at ${there} users`);
}

const rateOf = (cell: Cell): ProbeRate => ({
  offeredRps: cell.arrivalsPerSecond ?? 0,
  ...loadOf(cell),
  droppedRequests: cell.droppedIterations,
  overloaded: cell.censored,
});

function bystanderOf(cells: readonly Cell[], session: Session['bystander']): ProbeResult['bystander'] {
  if (session === null) return null;
  const { url, atRestSeconds } = session;
  const seen = cells.flatMap((cell) => {
    const p50Seconds = cell.bystander?.p50Seconds ?? null;
    return p50Seconds === null ? [] : [{ load: levelInWords(cell), p50Seconds }];
  });
  const [first, ...others] = seen;
  if (first === undefined) return { url, atRestSeconds, worst: null };
  const worst = others.reduce((a, b) => (b.p50Seconds.value > a.p50Seconds.value ? b : a), first);
  // A clock of milliseconds is as fine as anybody's patience.
  const times = worst.p50Seconds.value / Math.max(atRestSeconds, 0.001);
  return { url, atRestSeconds, worst: { ...worst, times } };
}
