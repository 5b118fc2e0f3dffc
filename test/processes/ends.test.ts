import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Ended, findProcess, fixture, type TestLab, testLab } from '../support/lab.ts';
import { startLiveServer } from '../support/live-server.ts';
import { deviceIn } from '../support/own-device.ts';
import { startProbeServer } from '../support/probe-server.ts';

const isRoot = process.getuid?.() === 0;
const standIn = { nest: { entry: fixture('subject.mjs') }, order: 'listed' };
const one = ['run', '--endpoint', '/async', '--vus', '1', '--duration', '1s', '--warmup', '0s'];
const two = ['run', '--endpoint', '/async', '--vus', '1,2', '--duration', '2s', '--warmup', '0s'];
const long = [...one, '--duration', '60s'];

let lab: TestLab;
afterEach(() => {
  // Whatever went wrong, nothing may be left of it.
  expect(lab.leftovers()).toEqual([]);
});

/** One clear line on standard error, no stack trace, the right code. */
function expectOneLine(ended: Ended, exitCode: number, message: RegExp): void {
  expect(ended.stderr).toMatch(message);
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  expect(ended.exitCode).toBe(exitCode);
}

describe('a terminal that is closed', () => {
  it('ends the trial in hand; the report is written', async () => {
    lab = await testLab();
    // The kernel tells whoever the terminal was opened for.
    const running = lab.start([...long, ...lab.configure(standIn)], {}, onTerminal('exec $COMMAND'));
    await generatorOf(lab);
    running.process.kill('SIGKILL');
    await running.ended;
    await until(() => lab.leftovers().length === 0);
    expect(lab.report()).toMatchObject({ complete: false, pendingTrials: 1 });
    expect(lab.records()).toMatchObject([{ reason: { code: 'BENCH_TRIAL_INTERRUPTED' } }]);
  });

  it('does not matter to a run that is not told of it', async () => {
    lab = await testLab();
    const code = join(lab.out, '..', 'code');
    const running = lab.start(
      [...one, '--duration', '5s', ...lab.configure(standIn)],
      { CODE: code },
      onTerminal('trap : HUP; $COMMAND; echo $? >"$CODE"'),
    );
    await generatorOf(lab);
    running.process.kill('SIGKILL');
    await running.ended;
    await until(() => existsSync(code) && readFileSync(code, 'utf8') !== '');
    expect(readFileSync(code, 'utf8')).toBe('0\n');
    expect(lab.report()).toMatchObject({ complete: true });
  });

  it('is told of twice, which is no wish to stop at once; the hint to resume works as it is printed', async () => {
    lab = await testLab();
    const out = join(lab.out, "it's a folder");
    const running = lab.start([...two, ...lab.configure(standIn)], { OUT: out }, 'exec "$@" --out "$OUT"');
    await running.says(/1\/2 /);
    running.process.kill('SIGHUP');
    await running.says(/Stopping/);
    running.process.kill('SIGHUP');
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(130);
    const [, hint = ''] =
      /^BENCH_RUN_INTERRUPTED: stopped with \d trials? left\. Go on with: (.*)$/m.exec(stderr) ?? [];
    expect(await lab.start([], { HINT: hint }, 'sh -c "$HINT"').ended).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readFileSync(join(out, 'latest', 'report.json'), 'utf8'))).toMatchObject({
      complete: true,
      excluded: [],
    });
  });

  it('is nothing to a run under nohup', async () => {
    lab = await testLab();
    const running = lab.start([...one, ...lab.configure(standIn)], {}, 'exec nohup "$@"');
    await running.says(/1\/1 /);
    running.process.kill('SIGHUP');
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('Stopping');
    expect(lab.report()).toMatchObject({ complete: true });
  });

  it('ends the live page in good order', async () => {
    lab = await testLab();
    const server = await startLiveServer(lab);
    server.running.process.kill('SIGHUP');
    const { exitCode, stdout } = await server.running.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Stopping in good order (SIGHUP)');
  });
});

it('leaves nothing running when it is quit, which ends it at once', async () => {
  lab = await testLab();
  const running = lab.start([...long, ...lab.configure(standIn)], {}, 'ulimit -c 0; exec "$@"');
  await generatorOf(lab);
  running.process.kill('SIGQUIT');
  await running.ended;
  expect(running.process.signalCode).toBe('SIGQUIT');
  await until(() => lab.leftovers().length === 0);
});

describe('an output that takes nothing', () => {
  it.each([
    ['whose reader has ended', 'set -o pipefail; "$@" 2>&1 | head -n 1'],
    ['that is closed', 'exec "$@" >&- 2>&-'],
  ])('%s does not end a run', async (_, script) => {
    lab = await testLab();
    const { exitCode } = await lab.start([...one, ...lab.configure(standIn)], {}, script).ended;
    expect(exitCode).toBe(0);
    expect(lab.report()).toMatchObject({ complete: true });
  });

  it.runIf(isRoot)(
    'and is full does not end a run either, but a command whose result is lost says so',
    async () => {
      lab = await testLab();
      const full = { FULL: deviceIn(join(lab.out, '..'), 'full') };
      const run = [...one, ...lab.configure(standIn)];
      expect((await lab.start(run, full, 'exec "$@" >"$FULL" 2>&1').ended).exitCode).toBe(0);
      expect(lab.report()).toMatchObject({ complete: true });

      for (const args of [
        ['runs'],
        ['runs', '--json'],
        ['report'],
        ['compare', 'latest', 'latest', '--json', '-'],
      ]) {
        const ended = await lab.start(args, full, 'exec "$@" >"$FULL"').ended;
        expectOneLine(
          ended,
          3,
          /^BENCH_RESULTS_NOT_WRITABLE: the result was not printed: the standard output is full/,
        );
      }
      const ended = await lab.start(['runs'], {}, 'exec "$@" >&-').ended;
      expectOneLine(ended, 3, /^BENCH_RESULTS_NOT_WRITABLE: .* the standard output is not open for writing/);
      const enough = await lab.start(['runs', '--json'], {}, 'set -o pipefail; "$@" | true').ended;
      expect(enough).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    },
  );

  it.runIf(isRoot)('and is full loses the result of a probe, which is kept in its run', async () => {
    lab = await testLab();
    const server = await startProbeServer('faulty.mjs');
    const probe = ['probe', `${server.origin}/ok`, '--duration', '1s', '--users-max', '1', '--json', '-'];
    const full = { FULL: deviceIn(join(lab.out, '..'), 'full') };
    const { exitCode, stderr } = await lab.start(probe, full, 'exec "$@" >"$FULL"').ended;
    await server.stop();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^BENCH_RESULTS_NOT_WRITABLE: the result was not printed/m);
    expect(lab.report()).toMatchObject({ complete: true });
  });
});

describe('what is named for a comparison', () => {
  const compare = ['compare', 'latest', 'latest'];

  it('may be a command of the shell, the standard output, or a FIFO that nobody reads: others are written', async () => {
    lab = await testLab();
    expect((await lab.run([...one, ...lab.configure(standIn)])).exitCode).toBe(0);

    const piped = await lab.start(compare, {}, `"$@" --json >(sed 's/^/json: /')`).ended;
    expect(piped.exitCode, piped.stderr).toBe(0);
    const json = piped.stdout.split('\n').filter((line) => line.startsWith('json: '));
    expect(JSON.parse(json.map((line) => line.slice(6)).join('\n'))).toHaveProperty('gates');
    expect(piped.stdout).toMatch(/A run compared with itself/);

    const log = { LOG: join(lab.out, '..', 'log') };
    writeFileSync(log.LOG, 'before\n');
    const appended = await lab.start(compare, log, 'exec "$@" --json /dev/stdout >>"$LOG"').ended;
    expect(appended.exitCode, appended.stderr).toBe(0);
    expect(readFileSync(log.LOG, 'utf8')).toMatch(
      /^before\n.*A run compared with itself.*"gates": \[\]\n}\n$/s,
    );

    const names = { FIFO: join(lab.out, '..', 'fifo'), FILE: join(lab.out, '..', 'comparison.xml') };
    const ended = await lab.start(
      compare,
      names,
      'mkfifo "$FIFO"; exec "$@" --markdown "$FIFO" --junit "$FILE"',
    ).ended;
    expectOneLine(
      ended,
      3,
      /^BENCH_RESULTS_NOT_WRITABLE: --markdown is ".*fifo", which nobody reads: expected/,
    );
    expect(ended.stdout).toMatch(/A run compared with itself/);
    expect(readFileSync(names.FILE, 'utf8')).toMatch(/^<\?xml/);
  });
});

/** Lets a shell with a terminal of its own do this; that is closed when what is started here ends. */
function onTerminal(script: string): string {
  return `COMMAND=$(printf '%q ' "$@") SHELL=/bin/sh exec script -qec 'stty rows 40 cols 120; ${script}' /dev/null`;
}

function generatorOf({ ports }: TestLab): Promise<number> {
  return findProcess(
    ({ command, environment }) =>
      command.includes('web-dashboard') && environment.includes(`127.0.0.1:${ports.api}`),
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
