import { z } from 'zod';
import { journalLines } from '../collect/journal-lines.ts';
import { readBytes } from '../collect/read-bytes.ts';

/** What has come of the trials of a plan; those that were interrupted are still to be run. */
export interface TrialCounts {
  readonly planned: number;
  readonly measured: number;
  readonly excluded: number;
  readonly pending: number;
  /** Lines of the journal that are no record. */
  readonly unreadable: number;
}

type Fate = 'measured' | 'excluded' | 'interrupted';

/** Long enough for what a record begins with, however long the trial's name. */
const headBytes = 400;
const measuredHead = /^\{"schemaVersion":\d+,"state":"measured","trial":\{"trialId":"([^"\\]+)"/;

const fateSchema = z.object({
  state: z.enum(['measured', 'excluded']),
  trial: z.object({ trialId: z.string() }),
  reason: z.object({ code: z.string() }).optional(),
});

/**
 * Counts the trials of a journal by how its lines begin, without parsing the measured ones, whose series and
 * quantiles are nearly all of it. Of two records of a trial the later counts; a last line that was cut does not.
 * @throws BenchError BENCH_RESULTS_UNREADABLE
 */
export function countTrials(journal: string, planned: readonly string[]): TrialCounts {
  const fates = new Map<string, Fate>();
  let unreadable = 0;
  for (const line of journalLines(readBytes(journal) ?? Buffer.alloc(0))) {
    const found = fateOf(line);
    if (found === null) unreadable++;
    else fates.set(found.trialId, found.fate);
  }
  const count = (fate: Fate) => [...fates.values()].filter((one) => one === fate).length;
  const isPending = (trialId: string) => (fates.get(trialId) ?? 'interrupted') === 'interrupted';
  return {
    planned: planned.length,
    measured: count('measured'),
    excluded: count('excluded'),
    pending: planned.filter(isPending).length,
    unreadable,
  };
}

function fateOf(line: Buffer): { trialId: string; fate: Fate } | null {
  const trialId = measuredHead.exec(line.toString('utf8', 0, headBytes))?.[1];
  if (trialId !== undefined && line.at(-1) === 0x7d) return { trialId, fate: 'measured' };
  const parsed = fateSchema.safeParse(parseOrNull(line.toString()));
  if (!parsed.success) return null;
  const { state, trial, reason } = parsed.data;
  const interrupted = reason?.code === 'BENCH_TRIAL_INTERRUPTED';
  return { trialId: trial.trialId, fate: interrupted ? 'interrupted' : state };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
