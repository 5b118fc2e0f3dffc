import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../config/environment.ts';
import { demandCpus } from './demand-cpus.ts';

const demand = (variables: NodeJS.ProcessEnv, cpus: number, kernel = 'another') =>
  demandCpus(readEnvironment(variables), { cpus, kernel });

describe('CPUs that the engine does not have', () => {
  it.each([
    [{ SUBJECT_CPUS: '7' }, 2, 'SUBJECT_CPUS is 7, and the engine has no CPU 7: expected some of 0 to 1.'],
    [
      { GENERATOR_CPUS: '0-4' },
      4,
      'GENERATOR_CPUS is 0,1,2,3,4, and the engine has no CPU 4: expected some of 0 to 3.',
    ],
    [{ OBSERVER_CPUS: '5' }, 4, 'OBSERVER_CPUS is 5, and the engine has no CPU 5: expected some of 0 to 3.'],
    [{}, 1, 'SUBJECT_CPUS is 1, and the engine has no CPU 1: expected some of 0, its only one.'],
  ])('are named: %j on %i', (variables, cpus, message) => {
    expect(() => demand(variables, cpus)).toThrow(
      expect.objectContaining({
        code: 'BENCH_CONFIG_INVALID',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('are none where it has them all', () => {
    expect(() => demand({ SUBJECT_CPUS: '2,3', GENERATOR_CPUS: '0-1' }, 4)).not.toThrow();
  });

  it('may be any of this machine where the engine counts only those that it may use itself', () => {
    const last = String(os.cpus().length - 1);
    expect(() => demand({ SUBJECT_CPUS: last, GENERATOR_CPUS: last }, 1, os.release())).not.toThrow();
  });
});
