import { writeRun } from '../../../bench/runs/fixtures/results-folder.ts';
import type { Fault, Kind } from '../fault.ts';

const runId = '20260101-000000-article';

/** What it is, the words, what is said. {out} holds one run. */
type NameRow = readonly [fault: string, words: readonly string[], says: string];

const named = (
  rows: readonly NameRow[],
  given = (words: readonly string[]) => words.at(-1) ?? null,
): Fault[] =>
  rows.map(([fault, words, says]) => ({
    ...{ fault, code: 'BENCH_RESULTS_RUN_NOT_FOUND', exitCode: 2, says, given: given(words) },
    words: ({ out }) => {
      writeRun(out);
      return words;
    },
  }));

const none = `in {out}: expected ${runId} or another run id.`;

export const runs: Kind = {
  title: 'Names of runs, and the results folder',
  about: 'No name leads out of the results, and nothing is changed.',
  faults: [
    {
      ...{ fault: 'no results at all', code: 'BENCH_RESULTS_RUN_NOT_FOUND', exitCode: 2, given: 'latest' },
      says: 'there is no run "latest" in {out}: expected a run, and none is there yet: make one, or name the folder of others with --out.',
      words: () => ['report'],
    },
    ...named([
      ['a run that is not there', ['report', 'yesterday'], `there is no run "yesterday" ${none}`],
      [
        'a run that is misspelt',
        ['report', '20260101-000000-artcle'],
        `there is no run "20260101-000000-artcle" ${none} Did you mean ${runId}?`,
      ],
      [
        'a run to be resumed that is not there',
        ['resume', 'yesterday'],
        `there is no run "yesterday" ${none}`,
      ],
      ['a run without a name', ['report', ''], `there is no run "" ${none}`],
      ['the folder itself', ['report', '.'], `there is no run "." ${none}`],
      ['the folder above', ['report', '..'], `there is no run ".." ${none}`],
      ['a way out of the results', ['resume', '../../etc'], `there is no run "../../etc" ${none}`],
      ['a path from the root', ['report', '/etc'], `there is no run "/etc" ${none}`],
      ['a part of a run', ['report', `${runId}/trials`], `there is no run "${runId}/trials" ${none} …`],
      ['a run with a slash after it', ['report', `${runId}/`], `there is no run "${runId}/" ${none} …`],
      [
        'a name that is longer than any folder has',
        ['report', 'x'.repeat(300)],
        `there is no run "xxx…" ${none}`,
      ],
      [
        'a second run that is not there',
        ['report', runId, 'yesterday'],
        `there is no run "yesterday" ${none}`,
      ],
      [
        'a base of a comparison that is not there',
        ['compare', runId, 'yesterday'],
        `there is no run "yesterday" ${none}`,
      ],
      [
        'a run to be deleted that is not there',
        ['runs', 'delete', '--yes', 'yesterday'],
        'there is no run "yesterday" in {out}…nothing was deleted…',
      ],
      [
        'a way out of the results, to be deleted',
        ['runs', 'delete', '--yes', '..'],
        'there is no run ".." in {out}…nothing was deleted…',
      ],
    ]),
    ...named(
      [
        [
          'a name with a sign that no name has',
          ['report', 'a\0b'],
          'there is no run "a\\u0000b" in {out}: …',
        ],
        ['a name of two lines', ['report', 'a\nb'], 'there is no run "a\\nb" in {out}: …'],
      ],
      () => 'a',
    ),
    {
      ...{
        fault: 'a file in the place of the results, for the live page',
        code: 'BENCH_RESULTS_NOT_WRITABLE',
        exitCode: 3,
        given: 'results',
      },
      says: '{out} cannot be written (EEXIST…): expected a folder that you may write to. Choose another with --out…',
      words: ({ write }) => {
        write('results', 'a file');
        return ['serve'];
      },
    },
  ],
};
