import { describe, expect, it } from 'vitest';
import { checkCpus, checkEngineCpus, checkObservers } from './check-cpus.ts';
import { checkFrequency } from './check-frequency.ts';
import { checkLoad } from './check-load.ts';
import { checkMemory } from './check-memory.ts';
import { checkOpenFiles } from './check-open-files.ts';
import { judgePorts } from './check-ports.ts';
import { checkDisk, checkResults } from './check-results.ts';
import { checkThinkTime } from './check-think-time.ts';
import { checkTuning } from './check-tuning.ts';

const mebibyte = 1024 ** 2;

describe('ports', () => {
  const api = { port: 8000, variable: 'API_PORT' };
  const metrics = { port: 9464, variable: 'API_METRICS_PORT' };
  const free = { free: true } as const;

  it('are well when free', () => {
    expect(
      judgePorts([
        { ...api, state: free },
        { ...metrics, state: free },
      ]),
    ).toEqual([{ check: 'ports', severity: 'ok', message: '8000 and 9464 are free', advice: '' }]);
    expect(judgePorts([{ ...api, state: free }])[0]?.message).toBe('8000 is free');
  });

  it('are fatal when taken, with the holder and the variable', () => {
    const held = { free: false, holder: 'node (process 12)' } as const;
    expect(
      judgePorts([
        { ...api, state: held },
        { ...metrics, state: free },
      ]),
    ).toEqual([
      {
        check: 'ports',
        severity: 'fatal',
        message: 'Port 8000 is taken by node (process 12).',
        advice: 'Set API_PORT in .env to another port, or end that process.',
      },
    ]);
  });

  it.each([
    [8000, /is taken; by which process cannot be told/],
    [80, /it is taken, or needs privileges/],
  ])('are fatal when %i is taken by someone unknown', (port, message) => {
    const [finding] = judgePorts([{ port, variable: 'API_PORT', state: { free: false, holder: null } }]);
    expect(finding).toMatchObject({ severity: 'fatal', message: expect.stringMatching(message) });
    expect(finding?.advice).toBe('Set API_PORT in .env to another port.');
  });

  it('are waited for when only connections that have ended keep them', () => {
    const state = { free: false, holder: null, inTimeWait: true } as const;
    expect(judgePorts([{ ...api, state }])).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(/^Port 8000 is in TIME_WAIT/),
        advice: expect.stringContaining('waits until that is over'),
      },
    ]);
  });

  it('are fatal when two are the same', () => {
    const both = [
      { ...api, state: free },
      { ...metrics, port: 8000, state: free },
    ];
    expect(judgePorts(both)).toMatchObject([
      { severity: 'fatal', message: 'API_PORT and API_METRICS_PORT name the same port, 8000.' },
    ]);
  });
});

describe('CPUs', () => {
  it.each([
    [2, 2, 'ok', '2 CPUs'],
    [2, 8, 'ok', '2 of 8 CPUs may be used'],
    [1, 1, 'warning', '1 CPU: the load generator and the subject share it.'],
    [1, 8, 'warning', '1 of 8 CPUs may be used: the load generator and the subject share it.'],
  ])('%i of %i: %s', (allowed, cpus, severity, message) => {
    expect(checkCpus(allowed, cpus)).toMatchObject({ severity, message });
  });

  it('are the subject’s alone, and not those of the observers too', () => {
    expect(checkObservers([])).toEqual([]);
    expect(checkObservers([1])).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(/share CPU 1 with it \(OBSERVER_CPUS and SUBJECT/),
      },
    ]);
  });

  it('are those of the engine where containers run', () => {
    expect(checkEngineCpus(4)).toMatchObject({ severity: 'ok', message: 'the engine has 4 CPUs' });
    expect(checkEngineCpus(1)).toMatchObject({
      severity: 'warning',
      message: 'The engine has 1 CPU: the load generator and the subject share it.',
    });
  });
});

describe('the load', () => {
  it.each([
    [0.23, 2, 'ok', /^1-minute load 0\.23 on 2 CPUs \(0\.12 per CPU\)$/],
    [1, 2, 'ok', /0\.50 per CPU/],
    [1.1, 2, 'warning', /adds noise/],
    [3, 2, 'warning', /adds noise/],
    [3.1, 2, 'warning', /mostly them/],
  ])('%f on %i CPUs: %s', (load, cpus, severity, message) => {
    expect(checkLoad(load, cpus)).toMatchObject({ severity, message: expect.stringMatching(message) });
  });
});

describe("the CPU's clock", () => {
  const check = (governors: string[], turbo: boolean | null = null, platform = 'linux') =>
    checkFrequency({ governors, turbo }, platform).map(({ check, severity }) => `${check} ${severity}`);

  it('is steady under the governor "performance" alone', () => {
    expect(check(['performance'])).toEqual(['frequency ok']);
    expect(check(['performance', 'schedutil'])).toEqual(['frequency warning']);
    expect(check(['powersave'])).toEqual(['frequency warning']);
  });

  it('is not known in a virtual machine or outside Linux', () => {
    expect(check([])).toEqual(['frequency info']);
    expect(check([], null, 'darwin')).toEqual(['frequency info']);
  });

  it('depends on turbo, where that is shown', () => {
    expect(check(['performance'], true)).toEqual(['frequency ok', 'turbo info']);
    expect(check(['performance'], false)).toEqual(['frequency ok', 'turbo ok']);
  });
});

describe('memory', () => {
  it.each([
    [2048, 'linux', 'ok', '2.0 GiB available'],
    [1023, 'linux', 'warning', 'Only 1023 MiB of memory are available, expected 1.0 GiB or more.'],
    [300, 'linux', 'warning', 'Only 300 MiB of memory are available, expected 1.0 GiB or more.'],
    [299, 'linux', 'fatal', 'Only 299 MiB of memory are available, expected 1.0 GiB or more.'],
    [100, 'darwin', 'info', '100 MiB unused; how much more darwin would give back is not checked.'],
  ])('%i MiB on %s: %s', (mebibytes, platform, severity, message) => {
    expect(checkMemory(mebibytes * mebibyte, platform)).toMatchObject({ severity, message });
  });
});

describe('the results folder', () => {
  const folder = { path: '/results', obstacle: null, freeBytes: null };

  it('is fatal when it cannot be written', () => {
    expect(checkResults(folder)).toMatchObject({ severity: 'ok', message: '/results can be written' });
    expect(checkResults({ ...folder, obstacle: '/ may not be written (EACCES)' })).toMatchObject({
      severity: 'fatal',
      message: '/results cannot be written: / may not be written (EACCES).',
      advice: expect.stringContaining('--out'),
    });
  });

  it.each([
    [null, 'info'],
    [200, 'ok'],
    [199, 'warning'],
    [20, 'warning'],
    [19, 'fatal'],
  ])('with %s MiB free: %s', (mebibytes, severity) => {
    const freeBytes = mebibytes === null ? null : mebibytes * mebibyte;
    expect(checkDisk({ ...folder, freeBytes })).toMatchObject({ severity });
  });
});

describe('open files', () => {
  it.each([
    [300, 'ok', 'limit 300, 300 needed'],
    [Number.POSITIVE_INFINITY, 'ok', 'no limit, 300 needed'],
    [299, 'fatal', 'A process may open 299 files, and 100 users need about 300.'],
    [null, 'info', 'The limit of open files is not checked on linux; 300 are needed.'],
  ])('limit %s: %s', (limit, severity, message) => {
    expect(checkOpenFiles(limit, 100, 'linux')).toMatchObject({ severity, message });
  });

  it('names the command that helps', () => {
    expect(checkOpenFiles(256, 1000, 'linux').advice).toContain('ulimit -n 2100');
    const inContainers = checkOpenFiles(256, 1000, 'linux', (needed) => `Set OPEN_FILES=${needed}`);
    expect(inContainers.advice).toBe('Set OPEN_FILES=2100, or choose fewer users with --vus.');
  });
});

describe('the think time', () => {
  it('is nothing to be told where users come back sooner than servers close connections', () => {
    expect(checkThinkTime(0)).toEqual([]);
    expect(checkThinkTime(4.9)).toEqual([]);
  });

  it('is warned of where they do not', () => {
    expect(checkThinkTime(5)).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /^Users think for up to 5\.00 s: many servers close idle connections after 5 s/,
        ),
        advice: expect.stringContaining('docs/own-service.md'),
      },
    ]);
  });
});

describe('the environment', () => {
  it('is nothing to be told where no variable of it reaches a service', () => {
    expect(checkTuning({ variables: {}, reaches: [] })).toEqual([]);
  });

  it('is warned of in one line with what is set and whom it reaches', () => {
    expect(checkTuning({ variables: { UV_THREADPOOL_SIZE: '1' }, reaches: ['mine'] })).toEqual([
      {
        check: 'environment',
        severity: 'warning',
        message: 'UV_THREADPOOL_SIZE=1 of your shell reaches mine and changes what is measured.',
        advice: expect.stringMatching(/^Unset it, or write it into subjects\.mine\.environment/),
      },
    ]);
    const variables = { GODEBUG: 'a'.repeat(61), JAVA_TOOL_OPTIONS: null };
    expect(checkTuning({ variables, reaches: ['mine', 'other'] })).toMatchObject([
      {
        message: `GODEBUG=${'a'.repeat(60)}… and JAVA_TOOL_OPTIONS of your shell reach mine and other and change what is measured.`,
      },
    ]);
  });
});
