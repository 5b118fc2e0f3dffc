import { BenchError } from '@headroom/contract/errors.ts';
import type { Command } from 'commander';
import { headroomCommand } from '../headroom-command.ts';
import { formatBytes } from '../report/quantities.ts';
import { carryOutDeletion, type Deletion, deletionBy, deletionOf } from '../runs/delete-runs.ts';
import { listRuns } from '../runs/list-runs.ts';
import { renderRuns, runsAsJson } from '../runs/render-runs.ts';
import { isSelective, parseFilter, type RunFilter } from '../runs/run-filter.ts';
import { runNames } from '../runs/stored-runs.ts';
import { confirm } from './confirm.ts';

/** As many as a terminal shows without losing the head of the table. */
const usuallyShown = 40;

type Flags = { json?: boolean; yes?: boolean } & Record<string, unknown>;

/** What the runs are written to, and where they lie when nothing says otherwise. */
interface Surroundings {
  say(line: string): void;
  /** Shows what is the result of a command. */
  print(text: string): Promise<void>;
  outOf(flags: Record<string, unknown>): Promise<string>;
}

/** `headroom runs` and `headroom runs delete`. */
export function addRunsCommand(program: Command, surroundings: Surroundings): void {
  const runs = withFilters(program.command('runs'))
    .description(
      `list the runs in the results folder, newest last; ${usuallyShown} of them unless --last says otherwise`,
    )
    .option('--json', 'all of them as JSON')
    .action((flags: Flags) => list(flags, surroundings));

  withFilters(runs.command('delete'))
    .description('delete runs, by name or by filter; shows them first')
    .argument('[run-id...]', 'the runs')
    .option('--older-than <age>', 'made longer ago than this, as 90d')
    .option('--yes', 'delete them without asking')
    // The flags that both have in common are taken by `runs`, wherever they stand.
    .action((ids: string[], _own: Flags, command: Command) =>
      remove(ids, command.optsWithGlobals(), surroundings),
    );
}

function withFilters(command: Command): Command {
  return command
    .option('--preset <names>', 'of these presets')
    .option('--subject <names>', 'with a trial of one of these subjects')
    .option('--endpoint <paths>', 'with a trial of one of these routes, its variants included')
    .option('--since <time>', 'made since then: an age as 7d, or a day in UTC as 2026-01-01')
    .option('--until <time>', 'made until then, that day included')
    .option('--incomplete', 'with trials that have not been run')
    .option('--last <number>', 'so many of the newest')
    .option('--out <folder>', 'where the results are (default: results)');
}

async function list(flags: Flags, { print, outOf }: Surroundings): Promise<void> {
  const out = await outOf(flags);
  const filter = parseFilter(flags, Date.now() / 1000);
  if (flags.json) return print(runsAsJson(listRuns(out, filter)));

  // One more than is shown tells whether there are more.
  const asked = { ...filter, last: filter.last ?? usuallyShown + 1 };
  const found = listRuns(out, asked);
  const shown = found.slice(-(filter.last ?? usuallyShown));
  await print(shown.length === 0 ? nothingFound(out, filter) : renderRuns(shown));
  if (found.length > shown.length) {
    await print(
      `There are more: these are the newest ${shown.length}. --last <number> shows more, a filter others.`,
    );
  }
}

function nothingFound(out: string, filter: RunFilter): string {
  const runs = runNames(out).length;
  if (runs === 0) return `There are no runs in ${out} yet. Make one with: ${headroomCommand(['run'], out)}`;
  return isSelective(filter) ? `None of the ${runs} runs in ${out} is such a run.` : `${out} has no runs.`;
}

async function remove(ids: string[], flags: Flags, { say, outOf }: Surroundings): Promise<void> {
  const out = await outOf(flags);
  const deletion = chosen(out, ids, parseFilter(flags, Date.now() / 1000));
  for (const line of inWords(deletion)) say(line);
  if (deletion.runs.length === 0) return;
  const [what, size] = [runsInWords(deletion.runs.length), formatBytes(freedBytes(deletion))];
  if (!flags.yes && !(await confirm(`Delete ${what} (${size})?`))) {
    return say(`Nothing was deleted. --yes deletes ${what} and frees ${size}.`);
  }
  carryOutDeletion(out, deletion);
  say(`Deleted ${what}: ${size} are free again.`);
}

function chosen(out: string, ids: readonly string[], filter: RunFilter): Deletion {
  const byFilter = isSelective(filter) || filter.last !== undefined;
  if (ids.length > 0 && !byFilter) return deletionOf(out, ids);
  if (ids.length === 0 && byFilter) return deletionBy(out, filter);
  const given = byFilter ? 'both run ids and a filter' : 'neither a run id nor a filter';
  throw new BenchError(
    'BENCH_USAGE_INVALID',
    `runs delete was given ${given}: expected run ids, or a filter such as --older-than 90d.`,
  );
}

function inWords(deletion: Deletion): string[] {
  const lines = deletion.runs.map(({ run, sizeBytes }) => {
    const what = run.state === 'damaged' ? `damaged: ${run.reason}` : `${run.plan.preset}, ${run.runtime}`;
    return `${run.folder.runId}  ${formatBytes(sizeBytes)}  (${what})`;
  });
  if (lines.length === 0) return [...deletion.remarks, 'There is no such run to delete.'];
  return [...lines, ...deletion.remarks];
}

const freedBytes = ({ runs }: Deletion): number => runs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const runsInWords = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);
