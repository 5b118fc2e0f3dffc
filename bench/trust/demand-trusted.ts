import { isDeepStrictEqual } from 'node:util';
import { BenchError } from '@headroom/contract/errors.ts';
import { ceilings } from '@headroom/contract/live-routes.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { Trial } from '@headroom/contract/records.ts';
import {
  findEndpoint,
  isLabSubject,
  bystanderPath as usualBystanderPath,
} from '@headroom/contract/routes.ts';
import type { RunFolder } from '../collect/run-folder.ts';
import { demandPlainFiles } from './demand-plain-files.ts';
import { type Present, whatIsForeign } from './what-is-foreign.ts';

/** A search for capacity may take longer trials than any flag asks for. */
const longestTrialSeconds = 86_400;

/** What becomes of what is foreign to the present settings: it is refused, with what to do instead, or only told of. */
export type Trust =
  | { readonly kind: 'demanded'; readonly advice: string }
  | { readonly kind: 'given'; say(line: string): void };

/**
 * For whoever is to go on with stored runs, which somebody else may have made: they start nothing but what the present
 * settings start, unless they are trusted, load nothing but that, and write nowhere else.
 * @throws BenchError BENCH_RESULTS_UNTRUSTED
 */
export function demandTrusted(
  runs: readonly { readonly run: RunFolder; readonly manifest: Manifest }[],
  present: Present,
  trust: Trust,
): void {
  for (const { run, manifest } of runs) {
    demandPlainFiles(run);
    demandOwnLoad(manifest);
  }
  const foreign = [...new Set(runs.flatMap(({ manifest }) => whatIsForeign(manifest, present)))];
  if (foreign.length === 0) return;
  if (trust.kind === 'given') {
    for (const what of foreign) trust.say(`Trusted, as the manifest has it: ${what}.`);
    return;
  }
  const names = runs.map(({ run }) => run.runId).join(' and ');
  throw new BenchError(
    'BENCH_RESULTS_UNTRUSTED',
    `${names} would start ${foreign.join('; ')}: expected only what the present settings start, as results may be somebody else's. ${trust.advice}`,
  );
}

/** No plan of a run loads anything but the services that it starts, so nothing lets another pass. */
function demandOwnLoad({ runId, plan, subjects: { own } }: Manifest): void {
  for (const trial of plan.trials) {
    const fault = faultOf(trial, own);
    if (fault === null) continue;
    throw new BenchError(
      'BENCH_RESULTS_UNTRUSTED',
      `${trial.trialId} of ${runId} ${fault}. Its manifest was changed, or is none of a run of the lab's: start a new run.`,
    );
  }
}

function faultOf(trial: Trial, own: Manifest['subjects']['own']): string | null {
  const service = Object.hasOwn(own, trial.subject) ? own[trial.subject] : undefined;
  return foreignTo(trial, service) ?? foreignToBystanders(trial, service) ?? excessOf(trial);
}

function foreignTo({ subject, endpoint, request }: Trial, service: OwnSubject | undefined): string | null {
  const asked = `asks ${JSON.stringify(subject)} for ${JSON.stringify(request?.path ?? endpoint)}`;
  if (isLabSubject(subject)) {
    const isRoute = request === null && findEndpoint(endpoint) !== undefined;
    return isRoute ? null : `${asked}: expected one of the routes of the lab's own services`;
  }
  if (service === undefined) return `${asked}: expected a service that the manifest describes`;
  const known = service.endpoints.find(({ path }) => path === endpoint)?.request;
  return isDeepStrictEqual(request, known) ? null : `${asked}: expected an endpoint of subjects.${subject}`;
}

function foreignToBystanders({ bystanderPath }: Trial, service: OwnSubject | undefined): string | null {
  const expected = service?.bystanderPath ?? usualBystanderPath;
  return bystanderPath === expected
    ? null
    : `lets bystanders ask for ${JSON.stringify(bystanderPath)}: expected ${JSON.stringify(expected)}, as its service has it`;
}

/** A plan asks for no more than a command could have: whoever goes on with it has not seen what it asks for. */
function excessOf(trial: Trial): string | null {
  const {
    vus,
    arrivalsPerSecond,
    bystandersPerSecond,
    warmupSeconds,
    durationSeconds,
    requestTimeoutSeconds,
  } = trial;
  const asked: readonly (readonly [figure: number, most: number, unit: string])[] = [
    [vus, ceilings.users, 'users'],
    [arrivalsPerSecond ?? 0, ceilings.arrivalsPerSecond, 'requests a second'],
    [bystandersPerSecond, ceilings.bystandersPerSecond, 'requests of bystanders a second'],
    [warmupSeconds + durationSeconds, longestTrialSeconds, 'seconds of load'],
    [requestTimeoutSeconds, longestTrialSeconds, 'seconds for a request'],
  ];
  const [worst] = asked.filter(([figure, most]) => figure > most);
  return worst === undefined ? null : `asks for ${worst[0]} ${worst[2]}: expected ${worst[1]} at the most`;
}
