import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../fixtures/eventually.ts';
import { fakeProgram } from '../../../tools/fixtures/fake-program.ts';
import { engineStatistics, usageIn } from './engine-statistics.ts';

afterEach(() => vi.unstubAllEnvs());

const statistics = (nanoseconds: number, memory: object = { usage: 1000, stats: { inactive_file: 100 } }) =>
  JSON.stringify({
    cpu_stats: { cpu_usage: { total_usage: nanoseconds }, throttling_data: { throttled_time: 5e8 } },
    memory_stats: memory,
  });

describe('a line of the statistics', () => {
  it('is read of cgroup v1 and v2', () => {
    const usage = { cpuSeconds: 2.5, residentBytes: 900, throttledSeconds: 0.5 };
    expect(usageIn(statistics(2.5e9))).toEqual(usage);
    expect(
      usageIn(statistics(2.5e9, { usage: 1000, stats: { total_inactive_file: 100, inactive_file: 7 } })),
    ).toEqual(usage);
  });

  it('says nothing of a container that has ended, or is in no cgroup', () => {
    for (const line of ['', '{}', statistics(0, {}), statistics(0, { usage: 0 })]) {
      expect(usageIn(line)).toBeNull();
    }
  });
});

describe('the statistics of an engine that is elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-statistics-'));
  const asked = join(folder, 'asked');

  /** A `docker` that is the way to an engine which answers so. */
  function useEngine(answer: string): void {
    fakeProgram(
      join(folder, 'docker'),
      `echo "$*" > '${asked}'; head -n 1 >> '${asked}'; printf '%b' '${answer}'; exec sleep 600`,
    );
    vi.stubEnv('PATH', `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  }

  it('come over one connection, the newest counting', async () => {
    const lines = [1e9, 3e9].map((used) => statistics(used)).join('\\n');
    const length = lines.length + 2 - 1;
    useEngine(
      `HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n${length.toString(16)}\\r\\n${lines}\\n\\r\\n`,
    );
    const meter = engineStatistics('c0ffee');
    await eventually(() => expect(meter.read()).toMatchObject({ cpuSeconds: 3 }));
    meter.close();
    expect(readFileSync(asked, 'utf8')).toMatch(
      /^system dial-stdio\nGET \/containers\/c0ffee\/stats HTTP\/1\.1/,
    );
  });

  it('are none where it refuses, or cannot be reached', async () => {
    useEngine('HTTP/1.1 404 Not Found\\r\\nContent-Length: 2\\r\\n\\r\\nno');
    const refused = engineStatistics('c0ffee');
    await eventually(() => expect(readFileSync(asked, 'utf8')).toContain('GET'));
    expect(refused.read()).toBeNull();
    refused.close();
    vi.stubEnv('PATH', '/nonexistent');
    const unreachable = engineStatistics('c0ffee');
    expect(unreachable.read()).toBeNull();
    unreachable.close();
  });
});
