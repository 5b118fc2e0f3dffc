import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { listenersOn } from '../../bench/runtime/native/ports.ts';
import { descendantsOf } from '../../bench/runtime/native/process-tree.ts';
import { commandLines, findProcess, type Running, type TestLab, testLab } from '../support/lab.ts';
import { oddService } from '../support/odd-service.ts';
import { noStores, withStores } from '../support/stores.ts';

const relatives = 7;
/** Runs a command on a terminal that closes when this is killed. */
const onTerminal = 'exec python3 -c "import pty, sys; pty.spawn(sys.argv[1:])" "$@"';

/** A lab whose own service is under load. */
interface Loaded {
  readonly lab: TestLab;
  readonly running: Running;
  /** The process that has the lab in hand, which is not what was started where that has it started. */
  readonly runner: number;
  readonly port: number;
  /** Process ids of its relatives, and of what holds a watch for the runner. */
  remains(): number[];
}

/** Starts an odd service, and waits until it is measured. @param script of bash that starts the lab */
async function load(program: readonly [string, ...string[]], script?: string): Promise<Loaded> {
  const [lab, port] = [await testLab(), await freePort()];
  const settings = lab.configure({ subjects: oddService(program, port) });
  const flags = ['--subject', 'odd', '--vus', '1', '--duration', '10m', '--warmup', '0s'];
  const running = lab.start(['run', ...settings, ...flags], {}, script);
  await findProcess(({ command }) => command.includes(lab.out) && / run .*web-dashboard/.test(command));
  const runner = await findProcess(
    ({ command }) => /^\S+ \S+\/headroom\.mjs /.test(command) && command.includes(lab.out),
  );
  const isOfRun = new RegExp(`^sleep 10000\\.${port}|watchdog\\.sh ${runner} `);
  const remains = () =>
    commandLines()
      .filter(({ command }) => isOfRun.test(command))
      .map(({ pid }) => pid);
  onTestFinished(() => [...remains(), ...listenersOn(port)].forEach(kill));
  return { lab, running, runner, port, remains };
}

async function expectNothingLeft({ lab, port, remains }: Loaded): Promise<void> {
  await eventually(() => expect(remains()).toEqual([]), 0.05);
  expect(listenersOn(port)).toEqual([]);
  expect(lab.leftovers()).toEqual([]);
}

/** What one of them ends may be gone by then. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe.runIf(existsSync('/proc/self/stat'))(
  'nothing is left of a service with relatives of every kind',
  () => {
    const withRelatives = async (script?: string) => {
      const loaded = await load(['relatives.mjs'], script);
      await eventually(() => expect(loaded.remains()).toHaveLength(relatives + 1));
      return loaded;
    };

    it.each<[string, string | undefined, (loaded: Loaded) => void]>([
      ['the runner is killed', undefined, ({ runner }) => kill(runner)],
      ['its process group is killed', 'exec setsid "$@"', ({ runner }) => kill(-runner)],
      [
        'its tree of processes is killed, from the root',
        undefined,
        ({ runner }) => [runner, ...descendantsOf(runner).map(({ pid }) => pid)].forEach(kill),
      ],
      [
        'its tree of processes is killed, from the leaves',
        undefined,
        ({ runner }) =>
          [
            ...descendantsOf(runner)
              .map(({ pid }) => pid)
              .reverse(),
            runner,
          ].forEach(kill),
      ],
      ['its terminal closes', onTerminal, ({ running }) => running.process.kill('SIGKILL')],
      ['its time is over', 'exec timeout -s KILL 1h "$@"', ({ running }) => running.process.kill('SIGALRM')],
      ['it crashes', undefined, ({ runner }) => process.kill(runner, 'SIGSEGV')],
    ])('when %s', async (_, script, end) => {
      const loaded = await withRelatives(script);
      end(loaded);
      await loaded.running.ended;
      await expectNothingLeft(loaded);
    });

    it('when it is stopped in good order', async () => {
      const loaded = await withRelatives();
      loaded.running.process.kill('SIGINT');
      expect((await loaded.running.ended).exitCode).toBe(130);
      await expectNothingLeft(loaded);
    });

    it('when it is stopped at once', async () => {
      const loaded = await withRelatives();
      loaded.running.process.kill('SIGINT');
      await loaded.running.says(/Stopping/);
      loaded.running.process.kill('SIGINT');
      expect((await loaded.running.ended).exitCode).toBe(130);
      await expectNothingLeft(loaded);
    });
  },
);

it.runIf(existsSync('/proc/self/stat')).each(['stays', 'ends', 'forgets'])(
  'a daemon whose starter %s does not outlive a lab that is killed',
  async (starter) => {
    const loaded = await load(['daemon.mjs', starter]);
    expect(listenersOn(loaded.port)).toHaveLength(1);
    kill(loaded.runner);
    await expectNothingLeft(loaded);
  },
);

it.skipIf(noStores !== undefined)(
  withStores('neither a store nor its files outlive a lab that is killed'),
  async () => {
    const lab = await testLab();
    const temporary = mkdtempSync(join(tmpdir(), 'headroom-left-'));
    // PostgreSQL is another user where this one is root.
    chmodSync(temporary, 0o711);
    const running = lab.start(
      ['run', '--endpoint', '/db/async', '--vus', '1', '--duration', '10m', '--warmup', '0s'],
      { TMPDIR: temporary },
    );
    // The service's own files stay there, for its next start.
    const folders = () => readdirSync(temporary).filter((name) => !name.startsWith('headroom-data-'));
    await findProcess(({ command }) => command.includes(lab.out) && / run .*web-dashboard/.test(command));
    expect(folders()).toEqual([expect.stringMatching(`^headroom-stores-${running.process.pid}-`)]);
    running.process.kill('SIGKILL');
    await eventually(() => expect(folders()).toEqual([]), 0.05);
    await eventually(() => expect(listenersOn(lab.ports.postgres)).toEqual([]), 0.05);
    await eventually(() => expect(lab.leftovers()).toEqual([]), 0.05);
  },
);
