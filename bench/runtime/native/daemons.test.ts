import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../fixtures/eventually.ts';
import { daemonsOf, servingProcesses } from './daemons.ts';
import { endProcesses } from './end-processes.ts';
import { type Family, familyVariable } from './family.ts';
import { listenersOn } from './ports.ts';
import { isAlive, startedTicksOf } from './process-tree.ts';

const server =
  "require('node:http').createServer((_, answer) => answer.end()).listen(process.env.PORT, '127.0.0.1')";

/** A shell that is given a name and a port, and the script that it runs; `$NODE "$SERVER"` serves. */
async function family(
  script: string,
): Promise<{ shell: ChildProcess; ofShell: Family & { pid: number; port: number } }> {
  const port = await freePort();
  const name = `test-${port}`;
  const shell = spawn('sh', ['-c', script], {
    env: {
      ...process.env,
      NODE: process.execPath,
      SERVER: server,
      PORT: String(port),
      [familyVariable]: name,
    },
    stdio: 'ignore',
  });
  await once(shell, 'spawn');
  const pid = shell.pid as number;
  return { shell, ofShell: { pid, startedTicks: startedTicksOf(pid), name, port } };
}

const pids = (processes: readonly { pid: number }[]) => processes.map(({ pid }) => pid);

describe.runIf(existsSync('/proc/self/stat'))('daemons', () => {
  it.each([
    ['keep their variables', 'setsid "$NODE" -e "$SERVER" &'],
    ['have written over them', 'setsid env -i PORT=$PORT "$NODE" -e "$SERVER" &'],
  ])('that %s are found, measured and ended', async (_, script) => {
    const { shell, ofShell } = await family(script);
    await once(shell, 'exit');
    await eventually(() => expect(listenersOn(ofShell.port)).toHaveLength(1));
    const daemons = daemonsOf(ofShell);
    expect(pids(daemons)).toEqual(listenersOn(ofShell.port));
    expect(servingProcesses(ofShell)).toEqual([ofShell.pid, ...pids(daemons)]);
    await endProcesses(daemons, 3);
    expect(daemons.some(isAlive)).toBe(false);
    expect(daemonsOf(ofShell)).toEqual([]);
  });

  it.each([
    ['began after the time in question', 'setsid env -i PORT=$PORT "$NODE" -e "$SERVER" &', 0],
    [
      'belongs to another run',
      'setsid env -i PORT=$PORT "$NODE" -e "$SERVER" /x/cli/headroom.mjs &',
      1_000_000,
    ],
  ])('are not what listens without these variables and %s', async (_, script, later) => {
    const { shell, ofShell } = await family(script);
    await once(shell, 'exit');
    await eventually(() => expect(listenersOn(ofShell.port)).toHaveLength(1));
    const [pid = 0] = listenersOn(ofShell.port);
    expect(daemonsOf(ofShell, (startedTicksOf(pid) ?? 0) + later)).toEqual([]);
    process.kill(pid, 'SIGKILL');
  });

  it('are none where the service stays below what was started', async () => {
    const { shell, ofShell } = await family('"$NODE" -e "$SERVER" & wait');
    await eventually(() => expect(listenersOn(ofShell.port)).toHaveLength(1));
    expect(daemonsOf(ofShell)).toEqual([]);
    expect(servingProcesses(ofShell)).toEqual([ofShell.pid]);
    for (const pid of listenersOn(ofShell.port)) process.kill(pid);
    await once(shell, 'exit');
  });

  it('are not what somebody else has on that port, whose work is nobody’s', async () => {
    const { shell, ofShell } = await family('exec sleep 600');
    const other = createServer().listen(ofShell.port, '127.0.0.1');
    await once(other, 'listening');
    expect(daemonsOf(ofShell)).toEqual([]);
    expect(servingProcesses(ofShell)).toBeNull();
    other.close();
    shell.kill();
    await once(shell, 'exit');
  });

  it('that do not heed SIGTERM are killed', async () => {
    const { shell, ofShell } = await family('setsid sh -c "trap : TERM; while :; do sleep 0.05; done" &');
    await once(shell, 'exit');
    await eventually(() => expect(daemonsOf(ofShell).length).toBeGreaterThan(0));
    await endProcesses(daemonsOf(ofShell), 0.1);
    await eventually(() => expect(daemonsOf(ofShell)).toEqual([]));
  });
});
