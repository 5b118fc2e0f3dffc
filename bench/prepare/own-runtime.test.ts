import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { demandOwnPrograms } from './own-programs.ts';
import { ownRuntime } from './own-runtime.ts';

const endpoints = { '/report': { workload: 'report', strategy: 'sync' } };
const subjects = {
  program: { command: ['node', 'server.mjs'], port: 8100, endpoints },
  mine: { image: 'example/mine:1', port: 8101, endpoints },
};

function orderOf(subject: string, runtime = 'auto') {
  const config = loadConfig([flagSource({ subjects, subject, runtime })]);
  return { plan: planTrials(config), subjects: config.subjects, runtime: config.runtime };
}

describe('the runtime of services of one’s own', () => {
  it('is that of what starts them, and of no matter where none is asked', () => {
    expect(ownRuntime(orderOf('nest', 'compose'))).toBeNull();
    expect(ownRuntime(orderOf('nest,program'))).toMatchObject({
      runtime: 'native',
      because: 'the command of the subject program is of this machine',
    });
    expect(ownRuntime(orderOf('mine'))?.runtime).toBe('compose');
    expect(ownRuntime(orderOf('mine', 'compose'))?.runtime).toBe('compose');
  });

  it.each([
    ['program,mine', 'auto', /program \(a command\) and mine \(an image\) are in one run.*--subject/],
    ['program', 'compose', /runtime is "compose" with the subject program.*Use --runtime native/],
    ['mine', 'native', /runtime is "native" with the subject mine, which is an image.*Use --runtime compose/],
  ])('is refused for %s and %s', (subject, runtime, message) => {
    expect(() => ownRuntime(orderOf(subject, runtime))).toThrow(
      expect.objectContaining({ code: 'BENCH_CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
  });
});

describe('the programs of services of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-own-'));
  writeFileSync(join(folder, 'serve'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'text'), '', { mode: 0o644 });
  const demand = (command: string[], place = folder, environment = {}) => {
    const program = { ...subjects.program, command, folder: place, environment };
    const config = loadConfig([flagSource({ subjects: { program }, subject: 'program' })]);
    demandOwnPrograms(planTrials(config), config.subjects.own, '/nonexistent');
  };

  it('are on the PATH, or in their folder', () => {
    expect(existsSync(folder)).toBe(true);
    demand(['./serve']);
    demand([join(folder, 'serve')]);
    demand(['serve'], folder, { PATH: folder });
  });

  it.each([
    [['nope'], undefined, /the program "nope" of subjects\.program\.command is not on the PATH/],
    [
      ['./nope'],
      undefined,
      /the program "\.\/nope" of subjects\.program\.command is not in .*build or install it/,
    ],
    [['./text'], undefined, /cannot be run/],
    [['serve'], '/nonexistent', /the folder \/nonexistent of subjects\.program does not exist/],
  ])('%j are missed', (command, place, message) => {
    expect(() => demand(command, place)).toThrow(
      expect.objectContaining({ code: 'BENCH_PREFLIGHT_BUILD', message: expect.stringMatching(message) }),
    );
  });
});
