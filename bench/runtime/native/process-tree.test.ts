import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { processTreeUsage } from './process-tree.ts';

const mebibyte = 1024 * 1024;

describe.runIf(existsSync('/proc/self/stat'))('processTreeUsage', () => {
  it('counts what the children use, those that have ended included', async () => {
    const script = `
      const { spawn, spawnSync } = require('node:child_process');
      const busy = 'const from = process.cpuUsage().user; while (process.cpuUsage().user - from < 300_000);';
      spawnSync(process.execPath, ['-e', busy]);
      const child = spawn(process.execPath, ['-e', 'globalThis.kept = Buffer.alloc(80 * ${mebibyte}, 1); console.log("up"); setTimeout(() => {}, 60_000)']);
      child.stdout.once('data', () => console.log(child.pid));
      process.on('SIGTERM', () => child.kill() && process.exit());
    `;
    const root = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(root.stdout, 'data');
    const tree = processTreeUsage(root.pid as number);
    const child = processTreeUsage(Number(line));
    root.kill();
    await once(root, 'exit');

    expect(child?.residentBytes).toBeGreaterThan(80 * mebibyte);
    expect(tree?.residentBytes).toBeGreaterThan((child?.residentBytes ?? 0) + 20 * mebibyte);
    expect(tree?.cpuSeconds).toBeGreaterThan(0.3 + (child?.cpuSeconds ?? 0));
  });

  it('agrees with what a process says of itself', () => {
    const own = processTreeUsage(process.pid);
    expect((own?.residentBytes ?? 0) / process.memoryUsage.rss()).toBeGreaterThan(0.9);
  });

  it('is null for a process that is not there', () => {
    expect(processTreeUsage(2 ** 30)).toBeNull();
  });
});
