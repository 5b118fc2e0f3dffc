import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { planCapacity } from '../plan/plan-capacity.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { bystandersInWords } from './bystanders.ts';
import { loadConfig } from './load-config.ts';
import { repositoryRoot } from './repository-root.ts';

const report = { workload: 'report', strategy: 'sync' };
const express = {
  command: ['node', 'server.mjs'],
  port: 8100,
  endpoints: {
    '/report/sync': report,
    '/report/async': { ...report, strategy: 'async' },
  },
};

const load = (subjects: unknown, flags: Record<string, unknown> = {}) =>
  loadConfig([
    { origin: 'headroom.config.ts', options: { subjects }, spell: (key) => key },
    flagSource(flags),
  ]);

function rejectionOf(subjects: unknown, flags: Record<string, unknown> = {}): BenchError {
  try {
    load(subjects, flags);
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const cellsOf = (subjects: unknown, flags: Record<string, unknown>) =>
  load(subjects, flags).cells.map(({ subject, endpoint, vus }) => `${subject} ${endpoint} ${vus}`);

describe('a service of the user’s own', () => {
  it('changes nothing as long as it is not chosen', () => {
    expect(load({ express }).cells).toEqual(loadConfig([]).cells);
  });

  it('has what is usual for all that is not set', () => {
    expect(load({ express }).subjects.own.express).toEqual({
      start: { kind: 'command', command: ['node', 'server.mjs'], folder: repositoryRoot },
      port: 8100,
      metrics: null,
      environment: { PORT: '8100' },
      readyPath: '/healthz',
      readyTimeoutSeconds: 15,
      bystanderPath: null,
      endpoints: [
        {
          path: '/report/sync',
          workload: 'report',
          strategy: 'sync',
          request: {
            method: 'GET',
            path: '/report/sync',
            body: null,
            expectedStatus: 200,
            expectedBody: null,
          },
          serviceSeconds: 0.1,
        },
        expect.objectContaining({ path: '/report/async', strategy: 'async' }),
      ],
    });
  });

  it('takes every setting', () => {
    const { own } = load({
      mine: {
        image: 'example/mine:1',
        port: '8101',
        metrics: { port: 9101, path: '/stats' },
        environment: { SIZE: 3, PORT: 80 },
        ready: '/up',
        readyTimeout: '3s',
        bystander: '/ping',
        endpoints: {
          '/new': {
            ...report,
            method: 'POST',
            path: '/report?x=1',
            body: '{"a":1}',
            expectedStatus: 201,
            expectedBody: 'made',
            takes: '20ms',
          },
        },
      },
      other: { ...express, folder: '..', metrics: '/metrics' },
    }).subjects;
    expect(own.mine).toMatchObject({
      start: { kind: 'image', image: 'example/mine:1' },
      port: 8101,
      metrics: { port: 9101, path: '/stats' },
      environment: { PORT: '80', SIZE: '3' },
      readyPath: '/up',
      readyTimeoutSeconds: 3,
      bystanderPath: '/ping',
      endpoints: [
        {
          path: '/new',
          request: {
            method: 'POST',
            path: '/report?x=1',
            body: '{"a":1}',
            contentType: 'application/json',
            expectedStatus: 201,
            expectedBody: 'made',
          },
          serviceSeconds: 0.02,
        },
      ],
    });
    expect(own.other).toMatchObject({
      start: { folder: join(repositoryRoot, '..') },
      metrics: { port: 8100, path: '/metrics' },
    });
  });
});

describe('the cells of a service of the user’s own', () => {
  const sync = { ...express, port: 8101, endpoints: { '/sync': report } };

  it('are all of its endpoints at the usual levels', () => {
    expect(cellsOf({ express }, { subject: 'express', preset: 'quick' })).toEqual([
      ...['/report/sync', '/report/async'].flatMap((path) =>
        [1, 10, 100].map((vus) => `express ${path} ${vus}`),
      ),
    ]);
    expect(cellsOf({ express }, { subject: 'express', vus: '3', endpoint: '/report/async' })).toEqual([
      'express /report/async 3',
    ]);
  });

  it('stand beside those of the lab, each subject with what it has', () => {
    const own = { express, other: sync };
    expect(cellsOf(own, { subject: 'nest,express,other', endpoint: '/sync,/report/sync', vus: '2' })).toEqual(
      ['nest /sync 2', 'express /report/sync 2', 'other /sync 2'],
    );
    const { trials } = planTrials(load(own, { subject: 'nest,other', endpoint: '/sync', vus: '2' }));
    expect(new Set(trials.map(({ subject, workload }) => `${subject} ${workload}`))).toEqual(
      new Set(['nest sleep', 'other report']),
    );
  });

  it('are at rates, or of a list, too', () => {
    expect(load({ express }, { subject: 'express', rate: '5' }).cells).toHaveLength(2);
    const cells = [{ endpoint: '/report/sync', vus: 7 }];
    expect(cellsOf({ express }, { subject: 'express', cells })).toEqual(['express /report/sync 7']);
  });

  it('have a capacity', () => {
    const { trials } = planCapacity(load({ express }, { subject: 'express', slo: 'p95=300ms' }));
    expect(trials.map(({ endpoint }) => endpoint)).toEqual(['/report/sync', '/report/async']);
  });

  it('have bystanders where they have something to ask for', () => {
    const perSecond = (subjects: unknown, flags = {}) =>
      new Set(
        planTrials(load(subjects, { subject: 'express', ...flags })).trials.map(
          ({ bystandersPerSecond, bystanderPath }) => `${bystandersPerSecond} ${bystanderPath}`,
        ),
      );
    const watched = { express: { ...express, bystander: '/ping' } };
    expect(perSecond({ express })).toEqual(new Set(['0 /noop/sync']));
    expect(perSecond(watched)).toEqual(new Set(['5 /ping']));
    expect(perSecond(watched, { bystanders: '0' })).toEqual(new Set(['0 /ping']));
    expect(rejectionOf({ express }, { subject: 'express', bystanders: '2' }).message).toMatch(
      /bystanders is 2, and express has nothing for them to ask for: expected subjects\.express\.bystander/,
    );
    const mixed = load({ express }, { subject: 'nest,express', bystanders: '2', vus: '1' });
    expect(mixed.cells).toHaveLength(5);
    expect(bystandersInWords(mixed)).toBe(
      'No bystanders beside express: no path for them is set (subjects.express.bystander).',
    );
    expect(bystandersInWords(load(watched, { subject: 'nest,express', bystanders: '2' }))).toBeNull();
    expect(bystandersInWords(load({ express }, { subject: 'nest,express' }))).toBeNull();
  });

  it.each([
    [
      { subject: 'expres' },
      /unknown subject "expres": expected one of nest, .*, express\. Did you mean express\?/,
    ],
    [
      { subject: 'express', endpoint: '/report/snyc' },
      /expected one of \/report\/sync, \/report\/async\. Did/,
    ],
    [
      { subject: 'nest,express', endpoint: '/report/snyc' },
      /\/report\/async, \/sync, .*Did you mean \/report\/sync/,
    ],
    [{ subject: 'nest', endpoint: '/report/sync' }, /unknown endpoint "\/report\/sync"/],
    [
      { subject: 'nest,express', endpoint: '/blocking' },
      /is not served by nest, express: expected subject fastapi/,
    ],
    [{ subject: 'express', base: '..' }, /base is given with the subject express: .*headroom compare/],
  ])('are refused for %j', (flags, message) => {
    expect(rejectionOf({ express }, flags).message).toMatch(message);
  });
});

describe('a service of the user’s own is refused', () => {
  const withEndpoint = (change: object) => ({
    express: { ...express, endpoints: { '/report': { ...report, ...change } } },
  });
  const { command: _, ...unstarted } = express;

  it.each([
    [
      'a command as text',
      { express: { ...express, command: 'node server.mjs' } },
      /subjects\.express\.command is "node server\.mjs": expected a list of words.*no shell/,
    ],
    [
      'an empty command',
      { express: { ...express, command: [] } },
      /subjects\.express\.command is \[\]: expected a list/,
    ],
    ['nothing to start', { express: unstarted }, /subjects\.express has neither command nor image/],
    [
      'command and image',
      { express: { ...express, image: 'a' } },
      /subjects\.express has an image and a command/,
    ],
    ['folder and image', { express: { ...unstarted, image: 'a', folder: '.' } }, /has an image and a folder/],
    [
      'an image that is a flag',
      { express: { ...unstarted, image: '--privileged' } },
      /image is "--privileged": expected the name of an image/,
    ],
    [
      'no port',
      { express: { ...express, port: undefined } },
      /subjects\.express\.port is missing: expected a whole number from 1 to 65535/,
    ],
    [
      'no endpoints',
      { express: { ...express, endpoints: {} } },
      /subjects\.express\.endpoints is {}: expected at least one/,
    ],
    [
      'endpoints of another form',
      { express: { ...express, endpoints: 3 } },
      /endpoints is 3: expected endpoints by name/,
    ],
    ['a name with capitals', { Express: express }, /subjects has the name "Express": expected lower-case/],
    ["one of the lab's names", { nest: express }, /subjects\.nest has the name of one of the lab's own/],
    [
      'another port twice',
      { express, other: express },
      /subjects\.other\.port is 8100, which is subjects\.express\.port too/,
    ],
    [
      'a port that has metrics',
      { a: { ...express, port: 1, metrics: { port: 8100, path: '/m' } }, express },
      /subjects\.express\.port is 8100, which is subjects\.a\.metrics\.port too/,
    ],
    [
      'metrics of another form',
      { express: { ...express, metrics: 9100 } },
      /subjects\.express\.metrics is 9100: expected a path.*or a port and a path/,
    ],
    [
      'environment that is no text',
      { express: { ...express, environment: { KEY: null } } },
      /subjects\.express\.environment\.KEY is null: expected a text\. A secret/,
    ],
    [
      'environment without a name',
      { express: { ...express, environment: { 'A=B': '' } } },
      /environment has the name "A=B"/,
    ],
    [
      'a path elsewhere',
      { express: { ...express, ready: '//example.com/' } },
      /subjects\.express\.ready is "\/\/example\.com\/": expected a path/,
    ],
    [
      'an unknown key',
      { express: { ...express, redy: '/' } },
      /"subjects\.express\.redy".*Did you mean ready\?/,
    ],
    [
      'an unknown key of an endpoint',
      withEndpoint({ statsu: 200 }),
      /sets "subjects\.express\.endpoints\[\\"\/report\\"\]\.statsu".*expected one of workload, strategy/,
    ],
    [
      'an unknown strategy',
      withEndpoint({ strategy: 'asinc' }),
      /subjects\.express\.endpoints\["\/report"\]\.strategy is "asinc": expected one of sync, async, pool, queue\. Did you mean async\?/,
    ],
    ['no workload', withEndpoint({ workload: undefined }), /\.workload is missing: expected a word/],
    [
      'an unknown method',
      withEndpoint({ method: 'FETCH' }),
      /\.method is "FETCH": expected one of GET, HEAD/,
    ],
    [
      'a path without "/"',
      withEndpoint({ path: 'report' }),
      /\.path is "report": expected a path that begins with one "\/"/,
    ],
    [
      'a path of which a part would not be sent',
      withEndpoint({ path: '/report#2' }),
      /\.path is "\/report#2": expected a path that .* without spaces and "#"/,
    ],
    [
      'such a name without a path',
      { express: { ...express, endpoints: { '/report#2': report } } },
      /endpoints\["\/report#2"\] has a "#" in its name and no path: .*Set path\./,
    ],
    [
      'a body that is no text',
      withEndpoint({ expectedBody: { done: true } }),
      /\.expectedBody is { done: true }: expected a text/,
    ],
    ['a body of a GET', withEndpoint({ body: 'a' }), /has a body and the method GET: expected another/],
    [
      'a body that is too long for every record',
      withEndpoint({ expectedBody: 'a'.repeat(32_769) }),
      /expectedBody is 'a{200}'\.\.\. 32569 more characters: expected a text of at most 32768 characters/,
    ],
    [
      'a body of a HEAD',
      withEndpoint({ method: 'HEAD', expectedBody: 'a' }),
      /expectedBody and the method HEAD/,
    ],
    ['a type of nothing', withEndpoint({ contentType: 'text/plain' }), /has a contentType and no body/],
    [
      'a status that is none',
      withEndpoint({ expectedStatus: 42 }),
      /\.expectedStatus is 42: expected a whole number from 100 to 599/,
    ],
    ['a time that is none', withEndpoint({ takes: 'long' }), /\.takes is "long": expected a duration/],
    [
      'an endpoint that no flag could name',
      { express: { ...express, endpoints: { 'a,b': report } } },
      /endpoints\["a,b"\] has no name for a flag/,
    ],
    [
      'endpoints with the same files',
      { express: { ...express, endpoints: { '/a/b': report, '/a-b': report } } },
      /has the endpoint \/a-b, whose files would be those of express \/a\/b/,
    ],
    [
      'services with the same files',
      { 'nest-db': { ...express, endpoints: { '/sync': report } } },
      /would be those of nest \/db\/sync/,
    ],
    ['services that are none', 5, /subjects is 5: expected services by name/],
    ['a service that is none', { express: 5 }, /subjects\.express is 5: expected an object of settings/],
  ])('with %s', (_, subjects, message) => {
    const error = rejectionOf(subjects);
    expect(error.message).toMatch(message);
    expect(error.code).toMatch(/^BENCH_CONFIG_/);
    expect(error.message).not.toContain('\n');
  });
});
