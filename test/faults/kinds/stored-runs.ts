import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '@headroom/contract/errors.ts';
import { recordOf, trialOf } from '../../../bench/analyse/fixtures/records.ts';
import type { RunFolder } from '../../../bench/collect/run-folder.ts';
import { writeRun } from '../../../bench/runs/fixtures/results-folder.ts';
import type { Fault, Kind } from '../fault.ts';
import type { Place } from '../place.ts';

const runId = '20260101-000000-article';

/** How a stored run is damaged, what is said, and what of it is named. */
type DamageRow = readonly [
  fault: string,
  damage: (run: RunFolder, place: Place) => void,
  says: string,
  given?: string,
];

const damaged = (
  code: ErrorCode,
  rows: readonly DamageRow[],
  words: readonly string[] = ['report', runId],
): Fault[] =>
  rows.map(([fault, damage, says, given = 'manifest.json']) => ({
    ...{ fault, code, exitCode: 2, says, given },
    words: (place) => {
      damage(
        writeRun(place.out, { trials: [trialOf('/async', 1), trialOf('/async', 10), trialOf('/sync', 1)] }),
        place,
      );
      return words;
    },
  }));

type Change = (manifest: Record<string, unknown>) => unknown;
const inManifest =
  (change: Change) =>
  ({ manifest }: RunFolder): void => {
    writeFileSync(manifest, JSON.stringify(change(JSON.parse(readFileSync(manifest, 'utf8')))));
  };
const asManifest =
  (content: string | Buffer) =>
  ({ manifest }: RunFolder): void =>
    writeFileSync(manifest, content);

/** Changes the second line of the journal, which has three. */
const inJournal =
  (change: (line: string) => string) =>
  ({ journal }: RunFolder): void => {
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.map((line, i) => (i === 1 ? change(line) : line)).join('\n'));
  };
const inRecord = (change: object) =>
  inJournal((line) => JSON.stringify({ ...(JSON.parse(line) as object), ...change }));
const line2 = `line 2 of {out}/${runId}/trials.ndjson cannot be read: …Remove that line to go on without its trial.`;
const gone = `headroom runs delete ${runId} removes it.`;

export const storedRuns: Kind = {
  title: 'Stored runs',
  about:
    'A run that cannot be read is refused by file, line and field; nothing is guessed at, and nothing is changed.',
  faults: [
    ...damaged(
      'BENCH_RESULTS_RUN_NOT_FOUND',
      [
        [
          '`latest` that leads nowhere',
          (_, { out }) => symlinkSync('gone', join(out, 'latest')),
          `there is no run "latest" in {out}: …expected ${runId} or another run id.`,
          'latest',
        ],
      ],
      ['report', 'latest'],
    ),
    ...damaged('BENCH_RESULTS_RUN_NOT_FOUND', [
      [
        'a run without its manifest',
        ({ manifest }) => rmSync(manifest),
        `there is no run "${runId}" in {out}: …`,
        runId,
      ],
      [
        'a file in the place of a run',
        ({ path }) => {
          rmSync(path, { recursive: true });
          writeFileSync(path, 'a file');
        },
        `there is no run "${runId}" in {out}: …`,
        runId,
      ],
    ]),
    ...damaged('BENCH_RESULTS_DAMAGED', [
      [
        'an empty manifest',
        asManifest(''),
        `{out}/${runId}/manifest.json cannot be read: …it is empty. …${gone}`,
      ],
      [
        'a manifest that is cut',
        ({ manifest }) => writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(0, 200)),
        `{out}/${runId}/manifest.json cannot be read: … ${gone}`,
      ],
      [
        'a manifest that is no JSON',
        asManifest('<html>'),
        `{out}/${runId}/manifest.json cannot be read: expected JSON that is whole, but it begins "<html>". …${gone}`,
      ],
      [
        'a manifest of bytes',
        asManifest(Buffer.from([0xff, 0xfe, 0, 1])),
        `{out}/${runId}/manifest.json cannot be read: … ${gone}`,
      ],
      [
        'a manifest that is a list',
        asManifest('[]'),
        `{out}/${runId}/manifest.json cannot be read: … ${gone}`,
      ],
      [
        'a manifest that is null',
        asManifest('null'),
        `{out}/${runId}/manifest.json cannot be read: … ${gone}`,
      ],
      [
        'a manifest without its version',
        inManifest(({ schemaVersion: _, ...rest }) => rest),
        `{out}/${runId}/manifest.json cannot be read: schemaVersion is missing … ${gone}`,
      ],
      [
        'a manifest with a version in words',
        inManifest((all) => ({ ...all, schemaVersion: 'one' })),
        `{out}/${runId}/manifest.json cannot be read: schemaVersion is "one": …${gone}`,
      ],
      [
        'a manifest without its plan',
        inManifest(({ plan: _, ...rest }) => rest),
        `{out}/${runId}/manifest.json cannot be read: plan is missing … ${gone}`,
      ],
      [
        'a manifest with a field of its own',
        inManifest((all) => ({ ...all, colour: 'red' })),
        `{out}/${runId}/manifest.json cannot be read: it has "colour", which this Headroom does not know: …${gone}`,
        'colour',
      ],
      [
        'a manifest made at no time',
        inManifest((all) => ({ ...all, createdAt: 'today' })),
        `{out}/${runId}/manifest.json cannot be read: createdAt is "today": …${gone}`,
        'today',
      ],
      [
        'a manifest of an unknown runtime',
        inManifest((all) => ({ ...all, runtime: 'cloud' })),
        `{out}/${runId}/manifest.json cannot be read: runtime is "cloud": …${gone}`,
        'cloud',
      ],
      [
        'a plan without trials',
        inManifest((all) => ({ ...all, plan: { ...(all.plan as object), trials: 7 } })),
        `{out}/${runId}/manifest.json cannot be read: plan.trials is 7: …${gone}`,
        '7',
      ],
    ]),
    ...damaged('BENCH_RESULTS_VERSION', [
      [
        'a manifest of a later Headroom',
        inManifest((all) => ({ ...all, schemaVersion: 2 })),
        `{out}/${runId}/manifest.json has schemaVersion 2: expected 1, which Headroom … reads. Use the Headroom that wrote it (Headroom …), or run the plan anew with this one.`,
        '2',
      ],
      [
        'a record of a later Headroom',
        inRecord({ schemaVersion: 7 }),
        `line 2 of {out}/${runId}/trials.ndjson has schemaVersion 7: expected 1, …`,
        '7',
      ],
    ]),
    ...damaged('BENCH_RESULTS_DAMAGED', [
      [
        'a record that is cut, in the middle of the journal',
        inJournal((line) => line.slice(0, 50)),
        line2,
        'line 2',
      ],
      ['an empty line in the journal', inJournal(() => ''), line2, 'line 2'],
      ['bytes in the journal', inJournal(() => '\u0000\ufffd'), line2, 'line 2'],
      ['a record that is null', inJournal(() => 'null'), line2, 'line 2'],
      ['a record that is a list', inJournal(() => '[]'), line2, 'line 2'],
      ['two records on one line', inJournal((line) => line + line), line2, 'line 2'],
      ['a record of an unknown fate', inRecord({ state: 'lost' }), line2, 'lost'],
      ['a record with fewer requests than none', inRecord({ requests: -1 }), line2, '-1'],
      ['a record with a latency of text', inRecord({ latency: 'fast' }), line2, 'fast'],
      [
        'a record with more failed requests than requests',
        inRecord({ failedRequests: 27, failures: recordOf(trialOf('/async', 1), {}).failures }),
        line2,
        'line 2',
      ],
      ['a record without its trial', inRecord({ trial: null }), line2, 'trial'],
      ['a record with a field of its own', inRecord({ colour: 'red' }), line2, 'colour'],
      [
        'a last line that is whole and no record',
        ({ journal }) => appendFileSync(journal, '{}\n'),
        `line 4 of {out}/${runId}/trials.ndjson cannot be read: …`,
        'line 4',
      ],
    ]),
  ],
};
