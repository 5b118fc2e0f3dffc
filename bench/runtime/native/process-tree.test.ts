import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../fixtures/eventually.ts';
import { descendantsOf, isAlive, processTreeUsage } from './process-tree.ts';

const mebibyte = 1024 * 1024;

describe.runIf(existsSync('/proc/self/stat'))('processTreeUsage', () => {
  it('counts what the children use, those that have ended included', async () => {
    const script = `
      const { spawn, spawnSync } = require('node:child_process');
      const busy = 'const used = () => process.cpuUsage().user + process.cpuUsage().system; while (used() < 500_000);';
      spawnSync(process.execPath, ['-e', busy]);
      const child = spawn(process.execPath, ['-e', 'globalThis.kept = Buffer.alloc(80 * ${mebibyte}, 1); console.log("up"); setTimeout(() => {}, 600_000)']);
      child.stdout.once('data', () => console.log(child.pid));
      process.on('SIGTERM', () => child.kill() && process.exit());
    `;
    const root = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(root.stdout, 'data');
    // In this order: what the child goes on to use is the tree's too.
    const child = processTreeUsage(Number(line));
    const tree = processTreeUsage(root.pid as number);
    root.kill();
    await once(root, 'exit');

    expect(child?.residentBytes).toBeGreaterThan(80 * mebibyte);
    expect(tree?.residentBytes).toBeGreaterThan((child?.residentBytes ?? 0) + 20 * mebibyte);
    expect(tree?.cpuSeconds).toBeGreaterThan(0.4 + (child?.cpuSeconds ?? 0));
  });

  it('knows who is below a process, in a session of its own too, and whether they live', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn('sleep', ['600'], { detached: true });
      console.log(child.pid);
      process.on('SIGTERM', () => process.exit());
    `;
    const root = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(root.stdout, 'data');
    const below = descendantsOf(root.pid as number);
    expect(below.map(({ pid }) => pid)).toEqual([Number(line)]);
    root.kill();
    await once(root, 'exit');
    const [child] = below;
    if (child === undefined) throw new Error('nobody below');
    expect(isAlive(child)).toBe(true);
    expect(isAlive({ ...child, startedTicks: child.startedTicks - 1 })).toBe(false);
    process.kill(child.pid);
    await eventually(() => expect(isAlive(child)).toBe(false));
  });

  it('agrees with what a process says of itself', () => {
    const own = processTreeUsage(process.pid);
    expect((own?.residentBytes ?? 0) / process.memoryUsage.rss()).toBeGreaterThan(0.9);
  });

  it('is null for a process that is not there', () => {
    expect(processTreeUsage(2 ** 30)).toBeNull();
  });
});
