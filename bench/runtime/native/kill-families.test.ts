import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../fixtures/eventually.ts';
import { membersOf } from './daemons.ts';
import { type Family, familyVariable } from './family.ts';
import { killFamilies } from './kill-families.ts';
import { isAlive, startedTicksOf } from './process-tree.ts';

const shells: ChildProcess[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell.kill('SIGKILL');
});

/** A shell with a script, in a group of its own. */
async function family(script: string): Promise<{ shell: ChildProcess; ofShell: Family & { pid: number } }> {
  const name = randomUUID();
  const shell = spawn('sh', ['-c', script], {
    env: { ...process.env, [familyVariable]: name },
    detached: true,
    stdio: 'ignore',
  });
  shells.push(shell);
  await once(shell, 'spawn');
  const pid = shell.pid as number;
  return { shell, ofShell: { pid, startedTicks: startedTicksOf(pid), name, port: null } };
}

describe.runIf(existsSync('/proc/self/stat'))('a family', () => {
  it('is its group, its tree and its daemons, and is killed with those that start others again', async () => {
    const again = 'while :; do sleep 1000; done';
    const { ofShell } = await family(`sleep 1000 & setsid sh -c '${again}' & setsid sh -c '${again}'`);
    await eventually(() => expect(membersOf(ofShell)).toHaveLength(6));
    const killed = killFamilies([ofShell]);
    expect(killed).toHaveLength(6);
    await eventually(() => expect(killed.some(isAlive)).toBe(false));
    expect(membersOf(ofShell)).toEqual([]);
  });

  it('has its group still when its first process is gone, though nothing there has its variables', async () => {
    const { shell, ofShell } = await family('env -i sleep 1000 & exit');
    await once(shell, 'exit');
    await eventually(() => expect(membersOf(ofShell)).toHaveLength(1));
    killFamilies([ofShell]);
    await eventually(() => expect(membersOf(ofShell)).toEqual([]));
  });

  it('has who was below it, by number and start', async () => {
    const { shell, ofShell } = await family('setsid env -i sleep 1000 & wait');
    await eventually(() => expect(membersOf(ofShell)).toHaveLength(2));
    const seen = membersOf(ofShell).filter(({ pid }) => pid !== ofShell.pid);
    shell.kill('SIGKILL');
    await once(shell, 'exit');
    expect(membersOf(ofShell)).toEqual([]);
    const reused = seen.map((one) => ({ ...one, startedTicks: one.startedTicks - 1 }));
    expect(membersOf({ ...ofShell, seen: reused })).toEqual([]);
    expect(membersOf({ ...ofShell, seen })).toEqual(seen);
    killFamilies([{ ...ofShell, seen }]);
    await eventually(() => expect(seen.some(isAlive)).toBe(false));
  });

  it('is not what has its number since', async () => {
    const { shell, ofShell } = await family('exec sleep 1000');
    const former = { ...ofShell, name: randomUUID(), startedTicks: (ofShell.startedTicks ?? 0) - 1 };
    expect(killFamilies([former])).toEqual([]);
    expect(shell.exitCode).toBeNull();
    expect(membersOf(ofShell)).toHaveLength(1);
  });
});
