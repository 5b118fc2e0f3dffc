import type { TestProject } from 'vitest/node';
import { containerLab, type LabVariables, labVariables } from './container-lab.ts';

declare module 'vitest' {
  interface ProvidedContext {
    labVariables: LabVariables;
  }
}

/**
 * Starts one lab in containers for all tests of the project, and removes it after them. Throws with what the command
 * line said when it does not come up, and when something is left of it.
 */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const variables = await labVariables('test');
  const lab = await containerLab(variables);
  const { exitCode, stderr } = await lab.run(['up']);
  if (exitCode !== 0) throw new Error(stderr);
  provide('labVariables', variables);
  return async () => {
    const down = await lab.run(['down']);
    const left = lab.remains();
    if (down.exitCode !== 0 || left.length > 0) throw new Error(`left: ${left.join(', ')} ${down.stderr}`);
  };
}
