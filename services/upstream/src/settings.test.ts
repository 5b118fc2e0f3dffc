import { describe, expect, it } from 'vitest';
import { BadSettings, readSettings } from './settings.ts';

describe('readSettings', () => {
  it('has defaults for everything, and reads what is set', () => {
    expect(readSettings({})).toEqual({ host: '127.0.0.1', port: 8002 });
    expect(readSettings({ UPSTREAM_HOST: '::1', UPSTREAM_PORT: '0' })).toEqual({ host: '::1', port: 0 });
  });

  it.each([
    [{ UPSTREAM_PORT: 'http' }, 'UPSTREAM_PORT is "http", expected a whole number from 0 to 65535'],
    [{ UPSTREAM_PORT: '' }, 'UPSTREAM_PORT is "", expected a whole number from 0 to 65535'],
    [{ UPSTREAM_PORT: '80.5' }, 'UPSTREAM_PORT is "80.5", expected a whole number from 0 to 65535'],
    [
      { UPSTREAM_HOST: '', UPSTREAM_PORT: '-1' },
      'UPSTREAM_HOST is "", expected a host name or address; UPSTREAM_PORT is "-1", expected a whole number from 0 to 65535',
    ],
  ])('names variable, value and what was expected: %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(new BadSettings(`Bad settings: ${message}.`));
  });
});
