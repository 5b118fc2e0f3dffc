import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportSchema } from '@headroom/contract/report.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './cli/run-cli.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let folder: string;
let out: string;
let said: string[];
let complaints: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-main-'));
  out = join(folder, 'results');
  said = [];
  complaints = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
  vi.stubEnv('API_PORT', String(await freePort()));
  vi.stubEnv('API_METRICS_PORT', String(await freePort()));
  useK6(`exec ${process.execPath} ${here('fixtures/simulated-k6.ts')}`);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

function useK6(onTrial: string): void {
  const file = join(folder, 'k6');
  writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] && { echo 'k6 v2.2.0'; exit; }\n${onTrial}\n`, {
    mode: 0o755,
  });
  vi.stubEnv('HEADROOM_K6', file);
}

function headroom(command: string, options: object = {}): Promise<number> {
  const file = join(folder, `${Math.random()}.config.ts`);
  writeFileSync(
    file,
    `export default ${JSON.stringify({ nest: { entry: here('fixtures/service.ts') }, ...options })}`,
  );
  return runCli([
    ...command.split(' '),
    '--out',
    out,
    ...(command.startsWith('run') ? ['--config', file] : []),
  ]);
}

const latest = (name: string): string => readFileSync(join(out, 'latest', name), 'utf8');

describe('the programme', () => {
  it('loads, plans, runs, analyses and renders', async () => {
    expect(await headroom('run --endpoint /async --vus 1,10 --duration 1s --warmup 1s')).toBe(0);
    expect(complaints).toEqual([]);
    const shown = said.join('\n');
    expect(shown).toContain('2/2  nest /async');
    expect(shown).toContain("The article's table, measured");
    const report = reportSchema.parse(JSON.parse(latest('report.json')));
    expect(report).toMatchObject({ preset: 'article', runtime: 'native', complete: true });
    expect(report.cells.map(({ vus }) => vus)).toEqual([1, 10]);
    expect(JSON.parse(latest('manifest.json'))).toMatchObject({
      versions: { k6: expect.stringContaining('2.2.0') },
      plan: { seed: 1 },
    });
    expect(latest('report.md')).toContain('# Headroom: article');
  });

  it('shows an earlier run, and resumes what is missing of it', async () => {
    useK6('exit 1');
    expect(await headroom('run --endpoint /async --vus 1 --duration 1s')).toBe(4);
    expect(complaints).toEqual([expect.stringContaining('BENCH_RUN_CELLS_MISSING')]);
    expect(await headroom('report')).toBe(0);
    expect(said.at(-1)).toContain('BENCH_GENERATOR_FAILED');
    writeFileSync(join(out, 'latest', 'trials.ndjson'), '');
    useK6(`exec ${process.execPath} ${here('fixtures/simulated-k6.ts')}`);
    expect(await headroom('resume latest')).toBe(0);
    expect(reportSchema.parse(JSON.parse(latest('report.json'))).cells).toHaveLength(1);
  });

  it('refuses to start while a port is taken', async () => {
    const other = createServer().listen(Number(process.env.API_PORT), '127.0.0.1');
    expect(await headroom('run --duration 1s')).toBe(3);
    other.close();
    expect(complaints).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_FAILED.*API_PORT/)]);
  });

  it('refuses to start a service that is not there', async () => {
    expect(await headroom('run', { nest: { entry: '/nonexistent.js' } })).toBe(3);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_BUILD.*nonexistent\.js/)]);
  });

  it('names the run that is of another version', async () => {
    expect(await headroom('run --endpoint /async --vus 1 --duration 1s')).toBe(0);
    writeFileSync(join(out, 'latest', 'manifest.json'), '{"schemaVersion":99}');
    expect(await headroom('report')).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_RESULTS_VERSION.*schemaVersion 99/)]);
  });

  it('checks the machine', async () => {
    expect(await headroom('doctor')).toBe(0);
    expect(said.join('\n')).toMatch(/ok +ports/);
    const other = createServer().listen(Number(process.env.API_PORT), '127.0.0.1');
    expect(await headroom('doctor')).toBe(3);
    other.close();
  });
});
