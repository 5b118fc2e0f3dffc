import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { endpoints } from '@headroom/contract/routes.ts';
import { cellKey, endpointKey, isClosed } from '../model/level.ts';
import { type Growth, growing, growthInWords } from './growing.ts';
import { loneUsers, withWarmCode } from './lone-user.ts';
import type { MeasuredCell } from './measured-cell.ts';
import { serviceTimes } from './service-times.ts';
import { summariseCell } from './summarise-cell.ts';
import { summariseOpenCell } from './summarise-open-cell.ts';

/** The last record of each trial, by the plan, those that it does not have last: nothing depends on when a trial was run. */
export function latestInOrder(planned: readonly Trial[], records: readonly TrialRecord[]): TrialRecord[] {
  const latest = [...new Map(records.map((record) => [record.trial.trialId, record])).values()];
  const places = new Map(planned.map(({ trialId }, place) => [trialId, place]));
  const placeOf = ({ trial }: TrialRecord) => places.get(trial.trialId) ?? planned.length;
  return latest.sort((a, b) => placeOf(a) - placeOf(b) || (a.trial.trialId < b.trial.trialId ? -1 : 1));
}

/**
 * All cells with the trials that they were made from, baselines included, in the order of a report.
 * @param all at most one record of a trial
 * @param planned the trials of the plan
 * @param subjectCpus how many CPUs the subject might use; null where that is not known
 */
export function measuredCells(
  all: readonly MeasuredRecord[],
  planned: readonly Trial[],
  subjectCpus: number | null,
): MeasuredCell[] {
  const lone = loneUsers(all);
  const measured = withWarmCode(all, lone);
  const groups = [...Map.groupBy(measured, ({ trial }) => keyOf(trial)).values()].sort(byEndpointAndLevel);
  const serviceOf = serviceTimes(measured);
  const repeatsPlanned = Map.groupBy(
    planned.filter(({ afterLoad }) => !afterLoad),
    keyOf,
  );
  const grew = growing(measured);
  return groups.map((records) => {
    const { trial } = records[0] as MeasuredRecord;
    const repeats = repeatsPlanned.get(keyOf(trial))?.length ?? 0;
    if (!isClosed(trial)) return { cell: summariseOpenCell(records, repeats, subjectCpus), records };
    const cell = summariseCell(records, serviceOf(trial), repeats, subjectCpus, lone.get(endpointKey(trial)));
    return { cell: withGrowth(cell, records, grew), records };
  });
}

/** Most of its trials must have grown. */
function withGrowth(cell: Cell, records: readonly MeasuredRecord[], grew: ReadonlyMap<string, Growth>): Cell {
  const growths = records.flatMap(({ trial }) => grew.get(trial.trialId) ?? []);
  const [first] = growths;
  if (first === undefined || growths.length <= records.length / 2) return cell;
  // What grew was not steady, and that mark says why.
  const others = cell.warnings.filter(({ code }) => code !== 'unsettled');
  return { ...cell, warnings: [...others, { code: 'growing', message: growthInWords(first) }] };
}

export const isBaseline = ({ records: [first] }: MeasuredCell): boolean => first?.trial.baseline === true;

/** A baseline is a cell of its own. */
const keyOf = (trial: Trial): string => `${cellKey(trial)} ${trial.baseline}`;

/** Variants come after the endpoint that they are of. */
function placeOf(path: string): string {
  const listed = endpoints.findIndex((endpoint) => endpoint.path === path);
  const base = endpoints.findIndex((endpoint) => endpoint.path === path.split('?')[0]);
  const place = listed < 0 ? base : listed;
  // Those of the user's own come after the lab's.
  return `${String(place < 0 ? endpoints.length : place).padStart(3, '0')} ${path}`;
}

function byEndpointAndLevel([a]: MeasuredRecord[], [b]: MeasuredRecord[]): number {
  const place = (record: MeasuredRecord | undefined) => [
    record?.trial.subject ?? '',
    placeOf(record?.trial.endpoint ?? ''),
    record?.trial.arrivalsPerSecond ?? 0,
    record?.trial.vus ?? 0,
  ];
  const [left, right] = [place(a), place(b)];
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
