import { BenchError } from '@headroom/contract/errors.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from './load-config.ts';

const file = (options: unknown) => ({ origin: 'headroom.config.ts', options, spell: (key: string) => key });

function rejectionOf(options: unknown): BenchError {
  try {
    loadConfig([flagSource(options as Record<string, unknown>)]);
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('loadConfig', () => {
  it("plans the article's cells when nothing is said", () => {
    const config = loadConfig([]);
    expect(config.cells.map(({ endpoint, vus }) => `${endpoint} ${vus}`)).toEqual([
      '/sync 1',
      '/sync 10',
      '/sync 100',
      '/async 1',
      '/async 10',
      '/async 100',
      '/cpu 1',
      '/cpu 10',
    ]);
    expect(config.protocol).toMatchObject({
      durationSeconds: 30,
      warmupSeconds: 3,
      thinkTime: { minSeconds: 0.1, maxSeconds: 0.2 },
      spawnRate: null,
    });
  });

  it('asks each subject for what it serves, and refuses what none of them has', () => {
    const { cells } = loadConfig([file({ subject: 'nest,fastapi', endpoint: '/sync,/blocking', vus: '1' })]);
    expect(cells.map(({ subject, endpoint }) => `${subject} ${endpoint}`)).toEqual([
      'nest /sync',
      'fastapi /sync',
      'fastapi /blocking',
    ]);
    expect(() => loadConfig([file({ endpoint: '/blocking' })])).toThrow(
      /endpoint \/blocking is not served by nest: expected subject fastapi/,
    );
  });

  it('tests the claims on both subjects with bystanders, and knows each by its name', () => {
    const config = loadConfig([file({ preset: 'claims', gateClaims: 'async-holds-up' })]);
    const subjectsOf = (options: object) =>
      new Set(loadConfig([file({ preset: 'claims', ...options })]).cells.map(({ subject }) => subject));
    expect(subjectsOf({})).toEqual(new Set(['nest', 'nest-cluster', 'fastapi', 'fastapi-workers']));
    expect(subjectsOf({ subject: 'nest' })).toEqual(new Set(['nest']));
    expect(config.protocol.bystandersPerSecond).toBe(5);
    expect(config.gateClaims).toEqual(['async-holds-up']);
    expect(() => loadConfig([file({ gateClaims: 'async-holds-upp' })])).toThrow(
      /Did you mean async-holds-up\?/,
    );
  });

  it('lets flags go before the file and the file before the preset, key by key', () => {
    const config = loadConfig([
      file({ duration: '10s', warmup: '1s' }),
      flagSource({ duration: '7s', preset: 'quick' }),
    ]);
    expect(config.protocol).toMatchObject({ durationSeconds: 7, warmupSeconds: 1 });
    expect(config.preset).toBe('quick');
  });

  it('takes text and values alike', () => {
    const fromText = loadConfig([
      flagSource({ vus: '1, 10', endpoint: '/sync', duration: '500', spawnRate: '0.5' }),
    ]);
    const fromValues = loadConfig([
      file({ vus: [1, 10], endpoint: ['/sync'], duration: 500, spawnRate: 0.5 }),
    ]);
    expect(fromText).toEqual(fromValues);
  });

  it('takes parameters in any order, and says which there are', () => {
    const paths = (endpoint: string) => loadConfig([file({ endpoint, vus: '1' })]).cells[0]?.endpoint;
    expect(paths('/async?sigma=1&delay=0.02')).toBe('/async?delay=0.02&sigma=1');
    expect(paths('/async?delay=0.02&sigma=1')).toBe('/async?delay=0.02&sigma=1');
    for (const wrong of ['/async?delay=abc', '/async?delay=61', '/async?iterations=5']) {
      expect(rejectionOf({ endpoint: wrong }).message).toContain(
        'expected as parameters, each at most once, delay (seconds, 0 to 60), sigma (of lognormal waits, 0 to 3)',
      );
    }
  });

  it('gives an endpoint that the preset leaves out the usual levels', () => {
    expect(loadConfig([flagSource({ endpoint: '/noop/sync' })]).cells.map(({ vus }) => vus)).toEqual([
      1, 10, 100,
    ]);
  });

  it('takes a list of cells instead of endpoints and levels, not beside them', () => {
    const cells = [
      { endpoint: '/sync', vus: 100 },
      { endpoint: '/async', vus: 1 },
    ];
    expect(loadConfig([file({ cells })]).cells).toEqual(cells.map((cell) => ({ subject: 'nest', ...cell })));
    expect(() => loadConfig([file({ cells }), flagSource({ vus: '1' })])).toThrow(
      /cells is given together with vus/,
    );
    expect(() => loadConfig([file({ cells: [{ endpoint: '/snyc', vus: 1 }] })])).toThrow(
      /Did you mean \/sync\?/,
    );
  });

  it('takes rates instead of users, with all that may wait standing by', () => {
    const { cells } = loadConfig([
      flagSource({ endpoint: '/async', rate: '0.5,20,500.0004', duration: '7s' }),
    ]);
    expect(cells).toEqual([
      { subject: 'nest', endpoint: '/async', arrivalsPerSecond: 0.5, vus: 50 },
      { subject: 'nest', endpoint: '/async', arrivalsPerSecond: 20, vus: 200 },
      { subject: 'nest', endpoint: '/async', arrivalsPerSecond: 500, vus: 1000 },
    ]);
    const preset = loadConfig([flagSource({ preset: 'claims', rate: '5' })]).cells;
    expect(preset.every(({ arrivalsPerSecond }) => arrivalsPerSecond === 5)).toBe(true);
    const names = preset.map(({ subject, endpoint }) => `${subject} ${endpoint}`);
    expect(names).toContain('nest-cluster /sync');
    expect(new Set(names).size).toBe(names.length);
    const cell = { endpoint: '/sync', vus: 1 };
    expect(() => loadConfig([file({ cells: [cell], rate: 5 })])).toThrow(/rate is given together with cells/);
    expect(rejectionOf({ rate: '10001' }).message).toContain('from 0.1 to 10000');
  });

  it('knows what a search for capacity is to find', () => {
    const searched = (options: object) => loadConfig([file(options)]).capacity;
    expect(searched({})).toBeNull();
    expect(searched({ slo: 'p95=300ms' })).toEqual({
      slo: { percent: 95, seconds: 0.3 },
      model: 'open',
      most: 1000,
    });
    expect(searched({ slo: 'p50=2', model: 'closed', usersMax: 40 })).toEqual({
      slo: { percent: 50, seconds: 2 },
      model: 'closed',
      most: 40,
    });
  });

  it.each(['p95', 'p95=0', 'p101=1s', 'p95=abc', 'p95=2m', '=1s'])('refuses the service level %j', (slo) => {
    expect(rejectionOf({ slo }).message).toMatch(
      /--slo is ".*": expected a quantile \(p50, p90, p95 or p99\) and a duration from 1ms to 1m, such as p95=300ms/,
    );
  });

  it('refuses the limit of the other model', () => {
    const slo = 'p95=1s';
    expect(rejectionOf({ slo, usersMax: '5' }).message).toContain('usersMax is given in the open model');
    expect(rejectionOf({ slo, model: 'closed', rateMax: '5' }).message).toContain('expected usersMax');
    expect(rejectionOf({ slo, model: 'close' }).message).toContain('expected open or closed');
  });

  it('freezes the result, the parts included', () => {
    const config = loadConfig([]);
    expect(Object.isFrozen(config.protocol.thinkTime) && Object.isFrozen(config.cells[0])).toBe(true);
  });

  it.each([
    ['preset', { preset: 'quik' }, /"quik".*article, quick, claims, waits, noop, full.*Did you mean quick\?/],
    ['endpoint', { endpoint: '/asyn' }, /"\/asyn".*Did you mean \/async\?/],
    ['endpoint', { endpoint: 'async' }, /Did you mean \/async\?/],
    ['subject', { subject: 'nets' }, /"nets".*Did you mean nest\?/],
    ['runtime', { runtime: 'nativ' }, /"nativ".*Did you mean native\?/],
  ])('names the nearest %s', (_, options, message) => {
    expect(rejectionOf(options)).toMatchObject({
      code: 'BENCH_CONFIG_UNKNOWN_NAME',
      message: expect.stringMatching(message),
    });
  });

  it.each(['0', '-1', '1.5', '10000000', 'ten', ''])('refuses %j users', (vus) => {
    const error = rejectionOf({ vus });
    expect(error.code).toBe('BENCH_CONFIG_INVALID');
    expect(error.message).toContain('--vus is ');
    expect(error.message).toContain('a whole number from 1 to 1000');
  });

  it.each(['0', '0s', 'abc', '7d', '168h', '-5s', ''])('refuses the duration %j', (duration) => {
    const error = rejectionOf({ duration });
    expect(error.code).toBe('BENCH_CONFIG_INVALID');
    expect(error.message).toContain(
      `--duration is ${JSON.stringify(duration)}: expected a duration from 1s to 1h`,
    );
  });

  it('refuses other values out of range, saying where they came from', () => {
    expect(rejectionOf({ spawnRate: '0' }).message).toMatch(
      /--spawn-rate is "0": expected users per second.*command line/,
    );
    expect(rejectionOf({ repeats: '0' }).message).toContain('--repeats');
    expect(rejectionOf({ vus: '1,1' }).message).toContain('each entry once');
    expect(() => loadConfig([file({ nest: { delay: 'x' } })])).toThrow(
      /nest\.delay is "x".*headroom\.config\.ts/,
    );
    expect(() => loadConfig([file({ thinkTime: { min: '2s', max: '1s' } })])).toThrow(
      /thinkTime.*min to be at most max/,
    );
    expect(() => loadConfig([file({ order: 'random' })])).toThrow(
      /order is "random": expected interleaved or listed/,
    );
  });

  it('names an unknown key and the nearest known one', () => {
    expect(() => loadConfig([file({ durration: '5s' })])).toThrow(/"durration".*Did you mean duration\?/);
    expect(() => loadConfig([file({ nest: { dely: '5s' } })])).toThrow(/"nest\.dely".*Did you mean delay\?/);
    expect(() => loadConfig([file({ thinkTime: { min: 0, max: 1, foo: 2 } })])).toThrow(
      /expected one of min, max\./,
    );
  });

  it('refuses what is no plain object of settings', () => {
    expect(() => loadConfig([file('a string')])).toThrow(/expected an object of settings/);
    expect(() => loadConfig([file(new Map())])).toThrow(/expected a plain object of settings/);
    expect(() => loadConfig([file({ seed: 1n })])).toThrow(/seed is 1n/);
    expect(() => loadConfig([file({ nest: [] })])).toThrow(/nest is \[\]: expected an object/);
    const trap = {
      get seed(): number {
        throw new Error('a trap');
      },
    };
    expect(() => loadConfig([file(trap)])).toThrow(/cannot be read \(a trap\)/);
    expect(loadConfig([file({ vus: 5 })]).cells.every(({ vus }) => vus === 5)).toBe(true);
  });
});
