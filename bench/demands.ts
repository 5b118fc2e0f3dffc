import { BenchError } from '@headroom/contract/errors.ts';
import type { JudgedClaim } from '@headroom/contract/report.ts';
import type { Analysis } from './analyse/analysis.ts';
import type { RunFolder } from './collect/run-folder.ts';
import { resumeHint } from './headroom-command.ts';
import { reasonInWords } from './words/in-words.ts';

/** @throws BenchError BENCH_CLAIMS_FAILED when one that was made a gate does not hold */
export function demandClaims(claims: readonly JudgedClaim[], gates: readonly string[]): void {
  const failed = claims.filter(({ id, verdict }) => gates.includes(id) && verdict !== 'holds');
  const unknown = gates.filter((gate) => !claims.some(({ id }) => id === gate));
  if (failed.length === 0 && unknown.length === 0) return;
  const reasons = [
    ...failed.map(({ id, subject, verdict, reason }) => `${id} on ${subject}: ${verdict} (${reason})`),
    ...unknown.map((gate) => `${gate}: the run has not the cells that it needs`),
  ];
  throw new BenchError('BENCH_CLAIMS_FAILED', `expected to hold, and do not: ${reasons.join('; ')}.`);
}

/** @throws BenchError BENCH_RUN_INTERRUPTED, BENCH_RUN_CELLS_MISSING or BENCH_RUN_CELLS_FAILED when the run is not whole */
export function demandWhole(
  { pending, missing, failing }: Analysis,
  run: RunFolder,
  resumeFlags: readonly string[] = [],
): void {
  if (pending > 0) {
    throw new BenchError(
      'BENCH_RUN_INTERRUPTED',
      `stopped with ${pending} ${pending === 1 ? 'trial' : 'trials'} left. ${resumeHint(run, resumeFlags)}`,
    );
  }
  if (missing.length > 0) {
    const first = missing.find(({ excluded }) => excluded !== null)?.excluded;
    const why = first ? ` ${first.trialId} was excluded: ${reasonInWords(first.reason)}.` : '';
    throw new BenchError(
      'BENCH_RUN_CELLS_MISSING',
      `no measured trial for ${missing.map(({ name }) => name).join(', ')}; the report says why under "Excluded trials".${why}`,
    );
  }
  if (failing.length > 0) {
    const list = failing.map(({ name, requests }) => `${name} (${requests} of ${requests} failed)`);
    throw new BenchError(
      'BENCH_RUN_CELLS_FAILED',
      `no request was answered as expected for ${list.join(', ')}: expected right answers. See the marks of these cells, and the service's log.`,
    );
  }
}
