import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { listenersOn } from '../../bench/runtime/native/ports.ts';
import { type TestLab, testLab } from '../support/lab.ts';
import { oddService } from '../support/odd-service.ts';

const flags = ['--subject', 'odd', '--vus', '1', '--duration', '2s', '--warmup', '0s'];

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

/** The flags that run an odd service on a port. */
const configure = (program: readonly [string, ...string[]], port: number, change: object = {}) => {
  const { odd } = oddService(program, port);
  return [...lab.configure({ order: 'listed', subjects: { odd: { ...odd, ...change } } }), ...flags];
};

/** Measures an odd service, and holds that nothing of it is left. */
async function measure(
  program: readonly [string, ...string[]],
  change: object = {},
  more: readonly string[] = [],
) {
  lab = await testLab();
  const port = await freePort();
  const { exitCode, stderr } = await lab.run(['run', ...configure(program, port, change), ...more]);
  expect(listenersOn(port)).toEqual([]);
  return { exitCode, stderr, reason: exitCode === 4 ? lab.report().excluded[0]?.reason : undefined };
}

describe('a daemon', () => {
  it.each(['stays', 'ends', 'forgets'])(
    'whose starter %s is measured by who listens, and ended after each trial',
    async (starter) => {
      const { exitCode, stderr } = await measure(['daemon.mjs', starter], {}, ['--vus', '1,2']);
      expect(exitCode, stderr).toBe(0);
      const { cells } = lab.report();
      expect(cells).toHaveLength(2);
      for (const cell of cells) {
        expect(cell.subjectCpuSecondsPerRequest).toBeGreaterThan(0.004);
        expect(cell.failedRequests).toBe(0);
      }
    },
  );
});

it('that is a daemon does not outlive a lab that ends at once', async () => {
  lab = await testLab();
  const port = await freePort();
  const running = lab.start(['run', ...configure(['daemon.mjs', 'ends'], port), '--duration', '60s']);
  await eventually(() => expect(listenersOn(port)).toHaveLength(1));
  running.process.kill('SIGINT');
  await running.says(/Stopping/);
  running.process.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(130);
  await eventually(() => expect(listenersOn(port)).toEqual([]));
  await eventually(() => expect(lab.leftovers()).toEqual([]));
});

describe('readiness', () => {
  it('waits for a health page that takes its time', async () => {
    const { exitCode, stderr } = await measure(['slow-health.mjs']);
    expect(exitCode, stderr).toBe(0);
  });

  it.each<[string, [string, ...string[]], object, RegExp]>([
    [
      'takes longer than it has',
      ['slow-health.mjs'],
      {},
      /took the question and gave no answer for 3 s.*readyTimeout/,
    ],
    [
      'is on ::1 alone',
      ['elsewhere.mjs', '::1'],
      {},
      /listens on ::1 alone, and is asked at 127\.0\.0\.1.*HOST=127/,
    ],
    ['is on another address alone', ['elsewhere.mjs', '127.0.0.2'], {}, /listens on 127\.0\.0\.2 alone/],
    ['demands credentials', ['guarded.mjs'], {}, /gave status 401 for 3 s.*demands credentials.*`ready`/],
    [
      'speaks another protocol',
      ['other-protocol.mjs'],
      {},
      /gave an answer that is not HTTP\/1\.1.*another service/,
    ],
    ['has large headers', ['large-headers.mjs'], {}, /gave headers that are larger than 16 KiB/],
    ['listens nowhere', ['elsewhere.mjs'], { environment: { PORT: '0' } }, /Nobody listens on that port/],
  ])('of a service that %s is told so', async (_, program, change, message) => {
    const { exitCode, reason } = await measure(program, { readyTimeout: '3s', ...change });
    expect(exitCode).toBe(4);
    expect(reason).toMatchObject({
      code: 'BENCH_SUBJECT_NOT_READY',
      message: expect.stringMatching(message),
    });
    expect(reason?.message).not.toContain('\n');
  });

  it('goes by a path without credentials that is named', async () => {
    const { exitCode, stderr } = await measure(['guarded.mjs'], {
      ready: '/open',
      endpoints: { '/open': { workload: 'odd', strategy: 'sync' } },
    });
    expect(exitCode, stderr).toBe(0);
  });
});
