import { afterEach, describe, expect, it, vi } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { tuningOfShell } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { demandSameTuning, inheritedTuning } from './inherited-tuning.ts';

afterEach(() => vi.unstubAllEnvs());

const endpoints = { '/report': { workload: 'report', strategy: 'sync' } };
const mine = { command: ['node'], port: 8100, endpoints };

function runOf(subjects: Record<string, object>, subject: string) {
  const config = loadConfig([flagSource({ subjects, subject })]);
  return { plan: planTrials(config), subjects: config.subjects };
}
const inherited = (
  subjects: Record<string, object>,
  subject: string,
  shell: Record<string, string | null>,
) => {
  const run = runOf(subjects, subject);
  return inheritedTuning(run.plan, run.subjects.own, shell);
};

describe('what tunes programs in the shell', () => {
  const shell = { UV_THREADPOOL_SIZE: '1', JAVA_TOOL_OPTIONS: null };

  it('reaches services of one’s own that are commands', () => {
    expect(inherited({ mine }, 'mine', shell)).toEqual({ variables: shell, reaches: ['mine'] });
    expect(inherited({ mine }, 'mine', {})).toEqual({ variables: {}, reaches: [] });
  });

  it('reaches neither the lab’s, nor images, nor those that the plan does not have', () => {
    const none = { variables: {}, reaches: [] };
    expect(inherited({ mine }, 'nest', shell)).toEqual(none);
    const { command: _, ...image } = { ...mine, image: 'example/mine:1' };
    expect(inherited({ mine: image }, 'mine', shell)).toEqual(none);
  });

  it('does not reach what the settings of the service set', () => {
    const settled = { ...mine, environment: { UV_THREADPOOL_SIZE: '8' } };
    expect(inherited({ mine: settled }, 'mine', shell)).toEqual({
      variables: { JAVA_TOOL_OPTIONS: null },
      reaches: ['mine'],
    });
  });
});

describe('a run that is resumed', () => {
  const demand = (shellTuning: Record<string, string> | null) => {
    const { plan, subjects } = runOf({ mine }, 'mine');
    return () => demandSameTuning(manifestOf(plan.trials, { plan, subjects, shellTuning }));
  };
  const now = (size: string | undefined) => {
    for (const name of Object.keys(tuningOfShell())) vi.stubEnv(name, undefined);
    vi.stubEnv('UV_THREADPOOL_SIZE', size);
  };

  it('goes on in the same shell, and where nobody knows of the first one', () => {
    now('4');
    expect(demand({ UV_THREADPOOL_SIZE: '4' })).not.toThrow();
    expect(demand(null)).not.toThrow();
  });

  it.each([
    ['8', { UV_THREADPOOL_SIZE: '4' }, 'UV_THREADPOOL_SIZE is "8" in the shell: expected that it is "4"'],
    [
      undefined,
      { UV_THREADPOOL_SIZE: '4' },
      'UV_THREADPOOL_SIZE is not set in the shell: expected that it is "4"',
    ],
    ['8', {}, 'UV_THREADPOOL_SIZE is "8" in the shell: expected that it is not set'],
  ])('is refused in another: %j and before %j', (size, before, message) => {
    now(size);
    expect(demand(before)).toThrow(
      expect.objectContaining({
        code: 'BENCH_CONFIG_INVALID',
        message: expect.stringContaining(message),
      }),
    );
  });
});
