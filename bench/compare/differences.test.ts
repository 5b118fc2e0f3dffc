import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { Request } from '@headroom/contract/request.ts';
import { expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { loadConfig } from '../config/load-config.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import type { CommonCell } from './cells.ts';
import { compareManifests } from './differences.ts';

const request: Request = {
  method: 'POST',
  path: '/report',
  body: '{}',
  contentType: 'application/json',
  expectedStatus: 200,
  expectedBody: 'made',
};
const subject: OwnSubject = {
  start: { kind: 'image', image: 'example/mine:1' },
  port: 8100,
  metrics: null,
  environment: { PORT: '8100' },
  readyPath: '/healthz',
  readyTimeoutSeconds: 15,
  bystanderPath: null,
  endpoints: [{ path: '/report', workload: 'report', strategy: 'sync', request, serviceSeconds: 0.1 }],
};

function compared(asked: Partial<Request>, changes: Partial<OwnSubject>) {
  const side = (of: Request, own: OwnSubject) => {
    const trial = { ...trialOf('/sync', 10), subject: 'mine', endpoint: '/report', request: of };
    const subjects = { ...loadConfig([]).subjects, own: { mine: own } };
    return { trial, manifest: manifestOf([trial], { subjects }) };
  };
  const [base, head] = [side(request, subject), side({ ...request, ...asked }, { ...subject, ...changes })];
  const name = { subject: 'mine', endpoint: '/report', vus: 10, arrivalsPerSecond: null };
  const cell = {
    name,
    base: { planned: base.trial },
    head: { planned: head.trial },
  } as unknown as CommonCell;
  return compareManifests(base.manifest, head.manifest, [cell]);
}

it('lists another version of a service of one’s own, which is what a comparison is for', () => {
  const start = { kind: 'image' as const, image: 'example/mine:2' };
  const { differences, obstacles } = compared(
    { expectedBody: 'made anew' },
    { start, readyTimeoutSeconds: 30 },
  );
  expect(differences).toEqual([
    { what: 'mine.start', base: expect.stringContaining('mine:1'), head: expect.stringContaining('mine:2') },
  ]);
  expect(obstacles).toEqual([]);
});

it('does not compare what was asked in two ways', () => {
  const { obstacles } = compared({ path: '/report?size=9' }, {});
  expect(obstacles).toEqual([
    {
      what: 'what is asked',
      base: 'POST /report, application/json: {}',
      head: 'POST /report?size=9, application/json: {}',
    },
  ]);
});

it('does not compare what ran under other variables of the shell, of which older runs say nothing', () => {
  const shells = (base: Record<string, string | null> | null, head: Record<string, string | null> | null) =>
    compareManifests(manifestOf([], { shellTuning: base }), manifestOf([], { shellTuning: head }), [])
      .obstacles;
  expect(shells({ UV_THREADPOOL_SIZE: '4', GOGC: '50' }, { UV_THREADPOOL_SIZE: '8', GOGC: '50' })).toEqual([
    { what: 'UV_THREADPOOL_SIZE of the shell', base: '"4"', head: '"8"' },
  ]);
  expect(shells({}, { JAVA_TOOL_OPTIONS: null })).toEqual([
    { what: 'JAVA_TOOL_OPTIONS of the shell', base: 'not set', head: 'set to what is not kept' },
  ]);
  expect(shells(null, { GOGC: '50' })).toEqual([]);
});

it('lists a variable of the shell that the settings of a service replace, which is a change of the service', () => {
  const side = (environment: Record<string, string>, shellTuning: Record<string, string>) => {
    const subjects = { ...loadConfig([]).subjects, own: { mine: { ...subject, environment } } };
    return manifestOf([], { subjects, shellTuning });
  };
  const [base, head] = [side({}, { NODE_ENV: 'test' }), side({ NODE_ENV: 'production' }, {})];
  const { differences, obstacles } = compareManifests(base, head, []);
  expect(differences).toContainEqual({ what: 'NODE_ENV of the shell', base: '"test"', head: 'not set' });
  expect(obstacles).toEqual([]);
});
