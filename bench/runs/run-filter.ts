import { BenchError } from '@headroom/contract/errors.ts';
import { z } from 'zod';
import { list, wholeNumber } from '../config/quantities.ts';
import { moment } from './moment.ts';
import type { SoundRun } from './stored-runs.ts';

/** Which runs are meant; all of it has to fit. Times are Unix seconds, `until` is no longer in. */
export interface RunFilter {
  readonly preset?: readonly string[] | undefined;
  readonly subject?: readonly string[] | undefined;
  /** With a query that very one, without also its variants. */
  readonly endpoint?: readonly string[] | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only those with trials that have not been run. */
  readonly incomplete?: boolean | undefined;
  /** So many of the newest. */
  readonly last?: number | undefined;
}

/**
 * What was asked for on the command line.
 * @param now Unix time that ages count from
 * @throws BenchError BENCH_CONFIG_INVALID
 */
export function parseFilter(flags: Record<string, unknown>, now: number): RunFilter {
  const names = list(z.string().min(1, { error: 'expected names with commas between' }));
  const schema = z.object({
    preset: names.optional(),
    subject: names.optional(),
    endpoint: names.optional(),
    since: moment(now, 'begin').optional(),
    until: moment(now, 'end').optional(),
    olderThan: moment(now, 'begin').optional(),
    incomplete: z.boolean().optional(),
    last: wholeNumber(1, 1_000_000).optional(),
  });
  const parsed = schema.safeParse(flags);
  if (!parsed.success) throw rejected(flags, parsed.error);
  const { olderThan, ...filter } = parsed.data;
  return olderThan === undefined
    ? filter
    : { ...filter, until: Math.min(olderThan, filter.until ?? olderThan) };
}

function rejected(flags: Record<string, unknown>, { issues }: z.ZodError): BenchError {
  const flag = String(issues[0]?.path[0]);
  const spelt = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new BenchError(
    'BENCH_CONFIG_INVALID',
    `--${spelt} is ${JSON.stringify(flags[flag])}: ${issues[0]?.message}.`,
  );
}

/** Whether it leaves anything out, the number of runs aside. */
export function isSelective({ last: _, ...rest }: RunFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined && value !== false);
}

/** A run's id tells when it was made to within the time that the preparation takes, which is below a day. */
const stampSlackSeconds = 86_400;

/** Whether a run may fit whose id begins with that time. */
export function mayFit({ since, until }: RunFilter, stamp: number): boolean {
  return (
    stamp >= (since ?? Number.NEGATIVE_INFINITY) - stampSlackSeconds &&
    stamp < (until ?? Number.POSITIVE_INFINITY) + stampSlackSeconds
  );
}

/** Whether a run fits, by its manifest. */
export function fits(filter: RunFilter, { createdAt, plan }: SoundRun): boolean {
  const { preset, subject, endpoint, since, until } = filter;
  return (
    createdAt >= (since ?? Number.NEGATIVE_INFINITY) &&
    createdAt < (until ?? Number.POSITIVE_INFINITY) &&
    (preset?.includes(plan.preset) ?? true) &&
    (subject === undefined || plan.trials.some((trial) => subject.includes(trial.subject))) &&
    (endpoint === undefined ||
      plan.trials.some((trial) => endpoint.some((path) => isOf(path, trial.endpoint))))
  );
}

function isOf(path: string, endpoint: string): boolean {
  return endpoint === path || endpoint.startsWith(`${path}?`);
}
