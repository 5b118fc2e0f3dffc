import { describe, expect, it } from 'vitest';
import { backingOf, endpoints, findEndpoint } from './routes.ts';

describe('findEndpoint', () => {
  it('finds each listed endpoint, those with a query included', () => {
    for (const endpoint of endpoints) expect(findEndpoint(endpoint.path)).toBe(endpoint);
  });

  it('finds a variant of one whose answer the query leaves as it is', () => {
    expect(findEndpoint('/async?delay=0.02&sigma=1')).toMatchObject({
      workload: 'sleep',
      strategy: 'async',
      expectedBody: findEndpoint('/async')?.expectedBody,
      service: { kind: 'fixed', seconds: 0.02 },
    });
    expect(findEndpoint('/cpu?iterations=1000')?.service.kind).toBe('guess');
    expect(findEndpoint('/mixed/sync?delay=0.1')?.service.kind).toBe('guess');
  });

  it.each([
    '/hash/sync?cost=2',
    '/asyn?delay=1',
    '/async?delai=1',
    '/async?delay=-1',
    '/async?',
    '/async?delay=1&x=2',
    '/async?delay=61',
    '/async?delay=1&delay=2',
    '/async?sigma=3.1',
    '/async?iterations=5',
    '/cpu?iterations=1.5',
  ])('knows no %s', (path) => {
    expect(findEndpoint(path)).toBeUndefined();
  });
});

it('says what stands behind an endpoint', () => {
  const backing = Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, backingOf(endpoint)]));
  expect(backing).toMatchObject({
    ...{ '/http/sync': 'upstream', '/db/read/async': 'postgres', '/cpu/queue': 'redis' },
    ...{ '/sqlite/sync': null, '/async': null },
  });
});
