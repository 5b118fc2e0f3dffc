import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPostgresSettings, readRedisSettings } from './settings.ts';

describe('the settings', () => {
  it('have ports of their own, and need a password and a folder', () => {
    const STORES_POSTGRES_FOLDER = 'here';
    expect(readPostgresSettings({ STORES_POSTGRES_PASSWORD: 'a', STORES_POSTGRES_FOLDER })).toEqual({
      port: 15_432,
      password: 'a',
      folder: resolve('here'),
      programs: undefined,
    });
    expect(readRedisSettings({ STORES_REDIS_PASSWORD: 'a' })).toEqual({ port: 16_379, password: 'a' });
    expect(() => readRedisSettings({})).toThrow('STORES_REDIS_PASSWORD is missing');
  });

  it.each(['', '0', '65536', '1.5', ' 1', '1e3'])('refuse %j as a port', (STORES_REDIS_PORT) => {
    const complaint = `STORES_REDIS_PORT is ${JSON.stringify(STORES_REDIS_PORT)}, expected a whole number`;
    expect(() => readRedisSettings({ STORES_REDIS_PORT, STORES_REDIS_PASSWORD: 'a' })).toThrow(complaint);
  });

  it.each(["it's", 'a b', 'a\nb', 'a"b', 'ä', 'a'.repeat(129)])(
    'refuse %j as a password without telling it',
    (text) => {
      const complaint =
        'Bad settings: STORES_REDIS_PASSWORD is malformed, expected 1 to 128 of A-Z a-z 0-9 _ -.';
      expect(() => readRedisSettings({ STORES_REDIS_PASSWORD: text })).toThrow(complaint);
    },
  );
});
