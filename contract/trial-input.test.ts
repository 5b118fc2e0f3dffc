import { describe, expect, it } from 'vitest';
import { type TrialInput, trialIn, trialVariables } from './trial-input.ts';

/** Of one string of a process's environment, its name and its end included (MAX_ARG_STRLEN of Linux). */
const mostBytes = 128 * 1024;

describe('trialVariables', () => {
  it.each(['\u0001', '漢', '"', '😀', 'a😀', '\ud83d'])('carry any body of %j whole', (sign) => {
    const input = { body: sign.repeat(65_536), headers: {} } as Partial<TrialInput> as TrialInput;
    const variables = trialVariables(input);
    for (const [name, value] of Object.entries(variables)) {
      expect(Buffer.byteLength(`${name}=${value}\0`)).toBeLessThan(mostBytes);
    }
    // As the system carries them.
    const carried = Object.entries(variables).map(([name, value]) => [name, Buffer.from(value).toString()]);
    expect(trialIn(Object.fromEntries(carried))).toEqual(input);
  });

  it('are those of no trial where there are none', () => {
    expect(trialIn({})).toBeNull();
  });
});
