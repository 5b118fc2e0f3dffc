import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '@headroom/contract/errors.ts';
import type { Fault, Kind } from '../fault.ts';

const expected = 'Expected a TypeScript module with "export default defineConfig({ ... })".';
const plain = 'expected a plain object of settings.';

/** What the file is, what is in it, what is said of it; and its name, where that is another. */
type FileRow = readonly [fault: string, content: string, says: string, name?: string];

const inFiles = (code: ErrorCode, rows: readonly FileRow[]): Fault[] =>
  rows.map(([fault, content, says, name = 'headroom.config.ts']) => ({
    ...{ fault, code, exitCode: 2, says, given: name },
    words: ({ write }) => ['run', '--config', write(name, content)],
  }));

const unreadable = (fault: string, says: string, given: string, words: Fault['words']): Fault => ({
  ...{ fault, code: 'BENCH_CONFIG_UNREADABLE', exitCode: 2, says, given, words },
});

export const configurationFiles: Kind = {
  title: 'Configuration files',
  about: 'A file that gives no settings is refused by its name, and none of its code gets further than that.',
  faults: [
    unreadable(
      'a file that is not there',
      `/no/such.config.ts does not exist. ${expected}`,
      '/no/such.config.ts',
      () => ['run', '--config', '/no/such.config.ts'],
    ),
    unreadable('a folder', `"{folder}/settings" is a folder. ${expected}`, 'settings', ({ folder }) => {
      mkdirSync(join(folder, 'settings'));
      return ['run', '--config', join(folder, 'settings')];
    }),
    unreadable('no name', `"" is a folder. ${expected}`, '""', () => ['run', '--config', '']),
    ...inFiles('BENCH_CONFIG_UNREADABLE', [
      ['an empty file', '', `headroom.config.ts has no default export. ${expected}`],
      [
        'a file without a default export',
        'export const seed = 1;',
        `headroom.config.ts has no default export. ${expected}`,
      ],
      [
        'CommonJS',
        'module.exports = { seed: 1 };',
        `old.config.cjs has no default export. ${expected}`,
        'old.config.cjs',
      ],
      ['a brace too few', 'export default {\n', `headroom.config.ts cannot be loaded: … ${expected}`],
      ['a value too few', 'export default { seed: };', `headroom.config.ts cannot be loaded: … ${expected}`],
      ['no TypeScript at all', '\u0000\u0001\u0002', `headroom.config.ts cannot be loaded: … ${expected}`],
      [
        'a file that throws',
        'throw new Error("no luck");',
        `headroom.config.ts cannot be loaded: no luck. ${expected}`,
      ],
      [
        'a file that throws a text',
        'throw "no luck";',
        `headroom.config.ts cannot be loaded: …no luck… ${expected}`,
      ],
      ['a file that throws nothing', 'throw null;', `headroom.config.ts cannot be loaded: null. ${expected}`],
      [
        'a file that throws two lines',
        'throw new Error("one\\ntwo");',
        `headroom.config.ts cannot be loaded: one. ${expected}`,
      ],
      [
        'an import of a package that is not there',
        'import x from "no-such-package";\nexport default { seed: x };',
        `headroom.config.ts cannot be loaded: … ${expected}`,
      ],
      [
        'an import of a file that is not there',
        'import x from "./no-such-file.ts";\nexport default { seed: x };',
        `headroom.config.ts cannot be loaded: … ${expected}`,
      ],
      [
        'a getter that throws',
        'export default { get seed() { throw new Error("no luck"); } };',
        `headroom.config.ts cannot be read (no luck): ${plain}`,
      ],
      [
        'a getter inside that throws',
        'export default { nest: { get delay() { throw new Error("no luck"); } } };',
        `headroom.config.ts cannot be read (no luck): ${plain}`,
      ],
      [
        'a proxy',
        'export default new Proxy({}, { ownKeys() { throw new Error("no luck"); } });',
        `headroom.config.ts cannot be read (no luck): ${plain}`,
      ],
      [
        'a proxy inside',
        'export default { nest: new Proxy({}, { ownKeys() { throw new Error("no luck"); } }) };',
        `headroom.config.ts cannot be read (no luck): ${plain}`,
      ],
      [
        'an object of a class',
        'class Settings { seed = 1; }\nexport default new Settings();',
        `headroom.config.ts cannot be read (it is no plain object): ${plain}`,
      ],
      [
        'a map',
        'export default new Map([["seed", 1]]);',
        `headroom.config.ts cannot be read (it is no plain object): ${plain}`,
      ],
      [
        'an object of another prototype',
        'export default { __proto__: { seed: 3 } };',
        `headroom.config.ts cannot be read (it is no plain object): ${plain}`,
      ],
    ]),
    ...inFiles('BENCH_CONFIG_INVALID', [
      [
        'a function',
        'export default () => ({ seed: 1 });',
        'headroom.config.ts gives [Function: …]: expected an object of settings.',
      ],
      ['a list', 'export default [1];', 'headroom.config.ts gives [ 1 ]: expected an object of settings.'],
      ['null', 'export default null;', 'headroom.config.ts gives null: expected an object of settings.'],
      [
        'nothing',
        'export default undefined;',
        'headroom.config.ts gives nothing: expected an object of settings.',
      ],
      [
        'a text',
        'export default "seed=1";',
        'headroom.config.ts gives "seed=1": expected an object of settings.',
      ],
      ['a number', 'export default 7;', 'headroom.config.ts gives 7: expected an object of settings.'],
      [
        'a promise of a number',
        'export default Promise.resolve(7);',
        'headroom.config.ts gives 7: expected an object of settings.',
      ],
      [
        'settings that go round in a circle',
        'const settings = {};\nsettings.thinkTime = { min: settings, max: 1 };\nexport default settings;',
        'thinkTime.min is …: expected a duration from 0s to 1m, such as 500ms, 30s or 2m (headroom.config.ts).',
      ],
    ]),
  ],
};
