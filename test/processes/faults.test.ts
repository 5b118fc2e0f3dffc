import { appendFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { barePath } from '../support/bare-path.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { findProcess, fixture, type TestLab, testLab } from '../support/lab.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';

const short = ['run', '--endpoint', '/async', '--vus', '1,2', '--duration', '2s', '--warmup', '0s'];
const standIn = { nest: { entry: fixture('subject.mjs') } };
const neverReady = { nest: { ...standIn.nest, readyTimeout: '5s' } };

let lab: TestLab;
afterEach(() => {
  // Whatever went wrong, nothing may be left of it.
  expect(lab.leftovers()).toEqual([]);
});

describe('bad input', () => {
  it.each([
    [['--preset', 'quik'], /BENCH_CONFIG_UNKNOWN_NAME.*quik.*Did you mean quick/],
    [['--prset', 'quick'], /BENCH_USAGE_INVALID.*--prset.*Did you mean --preset/],
    [['--endpoint', '/snyc'], /BENCH_CONFIG_UNKNOWN_NAME.*\/snyc.*Did you mean \/sync/],
    [['--vus', '0'], /--vus is "0".*1 to 1000/],
    [['--vus', '-1'], /--vus is "-1".*1 to 1000/],
    [['--vus', '1.5'], /--vus is "1.5".*1 to 1000/],
    [['--vus', '10000000'], /--vus is "10000000".*1 to 1000/],
    [['--duration', '0'], /--duration is "0".*1s to 1h/],
    [['--duration', 'abc'], /--duration is "abc".*1s to 1h/],
    [['--duration', '168h'], /--duration is "168h".*1s to 1h/],
  ])('refuses %j with 2', async (flags, message) => {
    lab = await testLab();
    expectRefusal(await lab.run(['run', ...flags]), 2, message);
    expect(existsSync(lab.out)).toBe(false);
  });

  it('refuses an unknown key of the configuration with 2, and names the nearest', async () => {
    lab = await testLab();
    const ended = await lab.run(['run', ...lab.configure({ duratoin: '5s' })]);
    expectRefusal(ended, 2, /BENCH_CONFIG_UNKNOWN_KEY.*test\.config\.ts.*"duratoin".*Did you mean duration/);
  });
});

describe('a configuration file that does not give one', () => {
  it.each([
    ['process.exit(0);', /never finished loading/],
    ['await new Promise(() => {}); export default {};', /never finished loading/],
    ['throw new Error("no luck");', /cannot be loaded: no luck/],
  ])('%s ends with 2 and one line', async (content, message) => {
    lab = await testLab();
    const [flag = '', path = ''] = lab.configure({});
    writeFileSync(path, content);
    const ended = await lab.run(['run', flag, path]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toContain('BENCH_CONFIG_UNREADABLE');
    expect(ended.exitCode).toBe(2);
  });
});

describe('an environment that lacks something', () => {
  it('ends with 3 when a port is taken, and names who holds it', async () => {
    lab = await testLab();
    const other = createServer().listen(lab.ports.api, '127.0.0.1');
    const ended = await lab.run(short);
    other.close();
    expectRefusal(ended, 3, new RegExp(`${lab.ports.api}.*process ${process.pid}.*API_PORT`));
  });

  it('ends with 3 when the k6 that was named is missing, of another major version, or not k6', async () => {
    lab = await testLab();
    expectRefusal(
      await lab.run(short, { HEADROOM_K6: '/nonexistent/k6' }),
      3,
      /BENCH_TOOLS_K6_UNUSABLE.*nonexistent/,
    );
    const old = fixture('k6-of-another-major');
    expectRefusal(await lab.run(short, { HEADROOM_K6: old }), 3, /BENCH_TOOLS_K6_UNUSABLE.*1\.9\.0/);
    expectRefusal(await lab.run(short, { HEADROOM_K6: '/bin/echo' }), 3, /BENCH_TOOLS_K6_UNUSABLE/);
  });

  it('ends with 3 and lists the ways to get k6 when there is none', async () => {
    lab = await testLab();
    const empty = mkdtempSync(join(tmpdir(), 'headroom-empty-'));
    const ended = await lab.run(short, {
      HEADROOM_K6: '',
      PATH: barePath(['sh', 'dirname', 'readlink']),
      XDG_CACHE_HOME: empty,
      K6_DOWNLOAD_BASE: 'http://127.0.0.1:9/releases',
    });
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(/BENCH_TOOLS_K6_MISSING/);
    expect(ended.stderr).toMatch(/HEADROOM_K6/);
    expect(ended.stderr).toMatch(/K6_DOWNLOAD_BASE/);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it('ends with 3 when the results folder cannot be written', async () => {
    lab = await testLab();
    writeFileSync(lab.out, 'a file where the folder should be');
    expectRefusal(await lab.run(short), 3, /BENCH_(RESULTS_NOT_WRITABLE|PREFLIGHT_FAILED).*results.*--out/);
  });

  it.runIf(canMount)('ends with 3 when the disk is full, and keeps what was finished', async () => {
    lab = await testLab();
    const disk = smallDisk(lab.out);
    try {
      const running = lab.start([...short, ...lab.configure({ order: 'listed' })]);
      await running.says(/1\/2.*rps, mean/);
      disk.fill();
      expectRefusal(
        await running.ended,
        3,
        /BENCH_RESULTS_DISK_FULL.*Go on with: npm exec headroom -- resume \S+ --config \S+ --out \S+$/m,
      );
      const kept = lab.records();
      expect(kept[0]).toMatchObject({ state: 'measured', trial: { trialId: 'nest-async-1vu-r1' } });

      disk.free();
      expect((await lab.run(['resume'])).exitCode).toBe(0);
      expect(lab.report()).toMatchObject({ complete: true, excluded: [] });
      expect(lab.records().slice(0, kept.length)).toEqual(kept);
    } finally {
      disk.unmount();
    }
  });
});

describe('a trial that fails is excluded with its reason, and the run goes on', () => {
  const subjectFaults: [string, string, RegExp][] = [
    ['crash-at-start', 'BENCH_SUBJECT_CRASHED', /code 9.*cannot open the treasury/],
    ['exit-mid-trial', 'BENCH_SUBJECT_EXITED', /code 3/],
    ['never-ready', 'BENCH_SUBJECT_NOT_READY', /status 503 for 5 s/],
    ['wrong-body', 'BENCH_SUBJECT_WRONG_ANSWER', /status 200 and .*hello/],
  ];
  it.each(subjectFaults)('when the subject has the fault %s', async (fault, code, message) => {
    lab = await testLab();
    const settings = lab.configure(fault === 'never-ready' ? neverReady : standIn);
    const { exitCode, stderr } = await lab.run([...short, ...settings], { SUBJECT_FAULT: fault });
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^BENCH_RUN_CELLS_MISSING: .*nest \/async at 1 user, nest \/async at 2 users/);
    expect(lab.report().excluded).toEqual(
      Array(2).fill({
        trialId: expect.any(String),
        reason: { code, message: expect.stringMatching(message) },
      }),
    );
  });

  it('when the subject stands still', async () => {
    lab = await testLab();
    const { exitCode } = await lab.run([...short, ...lab.configure(standIn)], { SUBJECT_FAULT: 'freezes' });
    expect(exitCode).toBe(4);
    expect(lab.report().excluded[0]?.reason).toMatchObject({ code: 'BENCH_TRIAL_NO_ANSWER' });
  });

  it('when k6 is killed in the middle of it', async () => {
    lab = await testLab();
    const running = lab.start([...short, ...lab.configure({ ...standIn, order: 'listed' })]);
    await running.says(/1\/2 /);
    const pid = await pidOfGenerator(lab);
    process.kill(pid, 'SIGKILL');
    const { exitCode } = await running.ended;
    expect(exitCode).toBe(4);
    expect(lab.report().excluded).toMatchObject([{ reason: { code: 'BENCH_GENERATOR_KILLED' } }]);
    expect(lab.report().cells).toHaveLength(1);
  });

  it('when k6 writes nothing, or rubbish', async () => {
    lab = await testLab();
    for (const [k6, message] of [
      ['k6-rubbish', /without writing its summary/],
      ['k6-rubbish-summary', /which begins "panic: runtime error/],
    ] as const) {
      const { exitCode } = await lab.run([...short, ...lab.configure(standIn)], { HEADROOM_K6: fixture(k6) });
      expect(exitCode).toBe(4);
      expect(lab.report().excluded[0]?.reason).toMatchObject({
        code: 'BENCH_GENERATOR_UNREADABLE',
        message: expect.stringMatching(message),
      });
    }
  });

  it('when a port is taken during the run', async () => {
    lab = await testLab();
    const running = lab.start([...short, ...lab.configure({ ...standIn, order: 'listed' })]);
    await running.says(/1\/2 /);
    await pidOfGenerator(lab);
    // From now on somebody waits for the port to come free.
    const other = createServer();
    const claim = setInterval(() => other.listening || other.listen(lab.ports.api, '127.0.0.1'), 2);
    other.on('error', () => other.close());
    const { exitCode } = await running.ended;
    clearInterval(claim);
    other.close();
    expect(exitCode).toBe(4);
    expect(lab.report().excluded).toMatchObject([{ reason: { code: 'BENCH_SUBJECT_PORT_TAKEN' } }]);
  });

  it('counts failed requests in the cell instead', async () => {
    lab = await testLab();
    const { exitCode, stderr } = await lab.run([...short, ...lab.configure(standIn)], {
      SUBJECT_FAULT: 'failing',
    });
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/BENCH_RUN_CELLS_FAILED: no request was answered as expected for nest /);
    expect(lab.report().findings[0]).toMatch(/^nest \S+: failed: (\d+) of \1 requests/);
    for (const cell of lab.report().cells) {
      expect(cell).toMatchObject({ throughputRps: 0, latencySeconds: null });
      expect(cell.failedRequests).toBe(cell.requests);
      expect(cell.warnings.map(({ code }) => code)).toContain('failed-requests');
    }
  });
});

describe('a run that is stopped', () => {
  it('ends in good order on the first Ctrl-C, says how to resume, and resumes what is missing', async () => {
    lab = await testLab();
    const config = lab.configure({ ...standIn, order: 'listed' });
    const running = lab.start([...short, ...config]);
    await running.says(/2\/2 /);
    running.process.kill('SIGINT');
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/BENCH_RUN_INTERRUPTED: stopped with 1 trial left.*resume \S+/);
    expect(lab.leftovers()).toEqual([]);

    const before = lab.records().filter(({ state }) => state === 'measured');
    appendFileSync(join(lab.out, 'latest', 'trials.ndjson'), '{"schemaVersion":1,"state":"mea');
    expect((await lab.run(['resume', ...config])).exitCode).toBe(0);
    expect(lab.report()).toMatchObject({ complete: true, excluded: [] });
    expect(lab.report().cells).toHaveLength(2);
    expect(lab.records()[0]).toEqual(before[0]);
    expect((await lab.run(['resume', ...config])).stdout).toContain('0 trials');
  });

  it('ends at once on the second, and leaves nothing running', async () => {
    lab = await testLab();
    const running = lab.start([
      ...short,
      ...lab.configure({ ...standIn, duration: '60s' }),
      '--duration',
      '60s',
    ]);
    await running.says(/1\/2 /);
    await pidOfGenerator(lab);
    running.process.kill('SIGINT');
    await running.says(/Stopping/);
    running.process.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    await gone(lab);
  });

  it('leaves nothing running when it is killed itself', async () => {
    lab = await testLab();
    const running = lab.start([...short, ...lab.configure(standIn), '--duration', '60s']);
    await running.says(/1\/2 /);
    await pidOfGenerator(lab);
    running.process.kill('SIGKILL');
    await running.ended;
    await gone(lab);
  });
});

function pidOfGenerator({ ports }: TestLab): Promise<number> {
  return findProcess(
    ({ command, environment }) =>
      command.includes('web-dashboard') && environment.includes(`127.0.0.1:${ports.api}`),
  );
}

async function gone(testedLab: TestLab): Promise<void> {
  while (testedLab.leftovers().length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}
