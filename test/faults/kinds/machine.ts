import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import type { Fault, Kind } from '../fault.ts';
import type { Place } from '../place.ts';
import { answering } from '../servers.ts';

const service = (settings: string) => `subjects: { mine: {
  port: 3000, endpoints: { "/report": { workload: "report", strategy: "sync" } }, ${settings} } }`;
const run = ({ write }: Place, settings: string, ...flags: string[]) => [
  ...['run', '--runtime', 'native', '--config'],
  ...[write('headroom.config.ts', `export default { ${settings} };\n`), ...flags],
];
const mine = (place: Place, settings: string) => run(place, service(settings), '--subject', 'mine');

const right = answering((_, response) => response.end('right'));
const k6 =
  'Expected the path of a k6 v2 that runs here. Set it to one, or unset it and the lab finds or gets k6 by itself.';

/** What HEADROOM_K6 names, and what is said of it. */
type K6Row = readonly [fault: string, make: (place: Place) => string, says: string];

/** Of a probe, which asks its target and looks for k6 then. */
const namedK6 = (rows: readonly K6Row[]): Fault[] =>
  rows.map(([fault, make, says]) => ({
    ...{ fault, code: 'BENCH_TOOLS_K6_UNUSABLE', exitCode: 3, given: 'HEADROOM_K6 is' },
    ...{ says: `HEADROOM_K6 is "…": ${says} ${k6}`, talks: true },
    words: async (place) => {
      place.variables.HEADROOM_K6 = make(place);
      return ['probe', `${await right(place)}/`];
    },
  }));

/** A program of that text. */
const program =
  (text: string, mode = 0o755) =>
  ({ write }: Place): string => {
    const file = write('k6', text);
    chmodSync(file, mode);
    return file;
  };

/** Ports of which nobody else makes use, but for those that a fault is about. */
async function ports(place: Place, changes: Readonly<Record<string, string>>): Promise<string[]> {
  const [api, metrics] = [String(await freePort()), String(await freePort())];
  Object.assign(place.variables, { API_PORT: api, API_METRICS_PORT: metrics, ...changes });
  return ['run', '--runtime', 'native', '--endpoint', '/noop/sync', '--vus', '1'];
}

const engine = (fault: string, words: readonly string[], says: string): Fault => ({
  ...{ fault, code: 'BENCH_PREFLIGHT_RUNTIME', exitCode: 3, says, given: 'docker' },
  words: () => words,
});

export const machine: Kind = {
  title: 'The machine, its programs and ports',
  about: 'What is missing is told before the first trial; the exit code is 3.',
  faults: [
    {
      ...{
        fault: 'a service whose folder is not there',
        code: 'BENCH_PREFLIGHT_BUILD',
        exitCode: 3,
        given: '/no/such/folder',
      },
      says: 'the folder /no/such/folder of subjects.mine does not exist: expected one in which its command is started.',
      words: (place) => mine(place, 'command: ["node"], folder: "/no/such/folder"'),
    },
    {
      ...{
        fault: 'a service whose program is not on the PATH',
        code: 'BENCH_PREFLIGHT_BUILD',
        exitCode: 3,
        given: 'no-such-program',
      },
      says: 'the program "no-such-program" of subjects.mine.command is not on the PATH, or cannot be run: build or install it, or correct its name.',
      words: (place) => mine(place, 'command: ["no-such-program"]'),
    },
    {
      ...{
        fault: 'a service whose program cannot be run',
        code: 'BENCH_PREFLIGHT_BUILD',
        exitCode: 3,
        given: './server',
      },
      says: 'the program "./server" of subjects.mine.command is not in {folder}, or cannot be run: build or install it, or correct its name.',
      words: (place) => {
        chmodSync(place.write('server', 'no program'), 0o644);
        return mine(place, `command: ["./server"], folder: ${JSON.stringify(place.folder)}`);
      },
    },
    {
      ...{
        fault: 'a build of the NestJS service that is not there',
        code: 'BENCH_PREFLIGHT_BUILD',
        exitCode: 3,
        given: '/no/such/main.js',
      },
      says: 'the service /no/such/main.js does not exist: expected a file that Node can start (nest.entry in headroom.config.ts).',
      words: (place) => run(place, 'nest: { entry: "/no/such/main.js" }'),
    },
    {
      ...{ fault: 'a base that was not built', code: 'BENCH_PREFLIGHT_BUILD', exitCode: 3, given: 'base' },
      says: 'the base "{folder}/base" holds no compiled service (services/api/dist/main.js): run `make build` in it first.',
      words: ({ folder }) => {
        mkdirSync(join(folder, 'base'));
        return ['run', '--base', join(folder, 'base')];
      },
    },
    {
      ...{
        fault: 'a service as an image, natively',
        code: 'BENCH_CONFIG_INVALID',
        exitCode: 2,
        given: 'image',
      },
      says: 'runtime is "native" with the subject mine, which is an image: expected compose. Use --runtime compose, or give subjects.mine a command instead.',
      words: (place) => mine(place, 'image: "example/mine:1"'),
    },
    engine(
      'containers without Docker',
      ['run', '--runtime', 'compose'],
      'the runtime "compose" cannot be used: docker is not installed: see https://docs.docker.com/get-docker. Or use --runtime native.',
    ),
    engine(
      'a lab that cannot come up without Docker',
      ['up'],
      'the runtime "compose" cannot be used: docker is not installed: see https://docs.docker.com/get-docker. Or use --runtime native.',
    ),
    engine(
      'a lab that cannot be taken down without Docker',
      ['down'],
      'the lab cannot be taken down: docker is not installed: see https://docs.docker.com/get-docker.',
    ),
    {
      ...{
        fault: 'a port that somebody has',
        code: 'BENCH_PREFLIGHT_FAILED',
        exitCode: 3,
        given: String(process.pid),
        talks: true,
      },
      says: 'Port … is taken by … (process …). Set API_PORT in .env to another port, or end that process.',
      words: async (place) => ports(place, { API_PORT: new URL(await right(place)).port }),
    },
    {
      ...{
        fault: 'two variables of one port',
        code: 'BENCH_PREFLIGHT_FAILED',
        exitCode: 3,
        given: 'API_METRICS_PORT',
        talks: true,
      },
      says: 'API_PORT and API_METRICS_PORT name the same port, …',
      words: async (place) => {
        const port = String(await freePort());
        return ports(place, { API_PORT: port, API_METRICS_PORT: port });
      },
    },
    {
      ...{
        fault: 'a port of the live page that somebody has',
        code: 'BENCH_SERVE_PORT_TAKEN',
        exitCode: 3,
        given: String(process.pid),
      },
      says: `port … is taken by … (process …): expected a free one. Set UI_PORT or --port to another, or end that process.`,
      words: async (place) => ['serve', '--port', new URL(await right(place)).port],
    },
    {
      ...{
        fault: 'a token that could be guessed',
        code: 'BENCH_CONFIG_INVALID',
        exitCode: 2,
        given: '6 characters',
        hides: 's3cret',
      },
      says: 'HEADROOM_TOKEN has 6 characters: expected at least 16. Leave it out, and one is made where it takes one.',
      words: ({ variables }) => {
        variables.HEADROOM_TOKEN = 's3cret';
        return ['serve'];
      },
    },
    ...namedK6([
      ['a k6 that is not there', () => '/no/such/k6', '/no/such/k6 does not exist.'],
      [
        'a folder in the place of k6',
        ({ folder }) => folder,
        '{folder} cannot be started: spawn {folder} EACCES.',
      ],
      [
        'a k6 that may not be run',
        program('#!/bin/sh\n', 0o644),
        '{folder}/k6 cannot be started: spawn {folder}/k6 EACCES.',
      ],
      [
        'a program that is another',
        program('#!/bin/sh\necho hello\n'),
        '{folder}/k6 is no working k6: "k6 version" ended with 0 and said "hello".',
      ],
      [
        'a k6 of another major version',
        program('#!/bin/sh\necho "k6 v1.9.0 (go1.25)"\n'),
        '{folder}/k6 is k6 v1.9.0, and the lab needs k6 v2.',
      ],
      [
        'a k6 that ends with an error',
        program('#!/bin/sh\necho broken >&2\nexit 7\n'),
        '{folder}/k6 is no working k6: "k6 version" ended with 7 and said "broken".',
      ],
      [
        'a k6 that says nothing',
        program('#!/bin/sh\n'),
        '{folder}/k6 is no working k6: "k6 version" ended with 0 and said "".',
      ],
      [
        'a k6 that ends by a signal',
        program('#!/bin/sh\nkill -9 $$\n'),
        '{folder}/k6 is no working k6: "k6 version" ended with SIGKILL and said "".',
      ],
      [
        'a file that is no program',
        program('no program at all'),
        '{folder}/k6 is no working k6: "k6 version" ended with 127 and said "…".',
      ],
    ]),
  ],
};
