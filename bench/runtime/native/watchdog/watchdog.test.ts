import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../../fixtures/eventually.ts';

const watch = JSON.stringify(join(import.meta.dirname, 'watch.ts'));

/** Runs a script in a process of its own, as `watch` keeps one set of charges a process. Gives its id and what it said. */
async function run(script: string): Promise<{ pid: number; said: string }> {
  const source = `import { watch } from ${watch};\n${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(child.stdout);
  await once(child, 'exit');
  return { pid: child.pid as number, said: await said };
}

/** Two folders, and how they are put under watch in a script. */
function folders(): { paths: [string, string]; charge: (index: 0 | 1) => string } {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-watch-'));
  const paths: [string, string] = [join(parent, 'one'), join(parent, 'other')];
  for (const path of paths) mkdirSync(join(path, 'inside'), { recursive: true });
  return { paths, charge: (index) => `watch(${JSON.stringify({ kind: 'path', path: paths[index] })})` };
}

const watchdogsOf = (runner: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`watchdog.sh ${runner} `))
    .map(Number);

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const die = "process.kill(process.pid, 'SIGKILL');";

describe.runIf(existsSync('/proc/self/stat'))('what a process has in its charge', () => {
  it('is removed when it is killed, and what it has let go of is not', async () => {
    const { paths, charge } = folders();
    const { pid } = await run(`${charge(0)}; const letGo = ${charge(1)}; letGo(); ${die}`);
    await eventually(() => expect(watchdogsOf(pid)).toEqual([]));
    expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  });

  it('is removed when it ends at once', async () => {
    const { paths, charge } = folders();
    const { pid } = await run(`${charge(0)}; process.exit(3);`);
    await eventually(() => expect(watchdogsOf(pid)).toEqual([]));
    expect(existsSync(paths[0])).toBe(false);
  });

  it('does not keep it from ending by itself', async () => {
    const { charge } = folders();
    const { pid } = await run(charge(0));
    await eventually(() => expect(watchdogsOf(pid)).toEqual([]));
  });

  it('is told to another watchdog when the first one was killed', async () => {
    const { paths, charge } = folders();
    const { pid } = await run(`
      import { execFileSync } from 'node:child_process';
      import { setTimeout as delay } from 'node:timers/promises';
      ${charge(0)};
      const find = () => {
        try {
          return execFileSync('pgrep', ['-f', 'watchdog.sh ' + process.pid + ' '], { encoding: 'utf8' }).trim().split('\\n');
        } catch {
          return [];
        }
      };
      // The shell that starts it ends.
      while (find().length !== 1) await delay(20);
      process.kill(Number(find()[0]), 'SIGKILL');
      while (find().length > 0) await delay(20);
      // By this it is found to be gone, and by the next another one starts.
      const letGo = ${charge(1)};
      await delay(100);
      letGo();
      ${charge(1)};
      ${die}
    `);
    await eventually(() => expect(watchdogsOf(pid)).toEqual([]));
    expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  });
});
