import { afterEach, expect, it, vi } from 'vitest';
import {
  childEnvironment,
  cpusOfShell,
  engineEnvironment,
  ownServiceEnvironment,
  readEnvironment,
  toolEnvironment,
  tuningOfShell,
} from './environment.ts';

afterEach(() => vi.unstubAllEnvs());

it('reads .env, and lets the shell go before it', () => {
  expect(readEnvironment({}).API_PORT).toBe(8000);
  expect(readEnvironment({ API_PORT: '8123' }).API_PORT).toBe(8123);
});

it.each(['0', '65536', '80.5', 'http', ''])('refuses the port %j', (API_PORT) => {
  expect(() => readEnvironment({ API_PORT })).toThrow(
    expect.objectContaining({ code: 'BENCH_CONFIG_INVALID', message: expect.stringContaining('API_PORT') }),
  );
});

it('takes an empty OBSERVER_CPUS for none, and refuses what is no list', () => {
  expect(readEnvironment({}).OBSERVER_CPUS).toBeUndefined();
  expect(readEnvironment({ OBSERVER_CPUS: '' }).OBSERVER_CPUS).toBeUndefined();
  expect(readEnvironment({ OBSERVER_CPUS: '2-3' }).OBSERVER_CPUS).toEqual([2, 3]);
  expect(() => readEnvironment({ OBSERVER_CPUS: 'two' })).toThrow(/OBSERVER_CPUS is "two": expected a list/);
});

it('tells the CPUs of the shell from those of .env alone', () => {
  const cpusOf = (variables: NodeJS.ProcessEnv) => cpusOfShell(readEnvironment(variables), variables);
  expect(cpusOf({})).toBeNull();
  expect(cpusOf({ OBSERVER_CPUS: '' })).toBeNull();
  expect(cpusOf({ OBSERVER_CPUS: '2' })).toEqual({ subject: [1], generator: [0], observers: [2] });
  expect(cpusOf({ SUBJECT_CPUS: '3' })).toEqual({ subject: [3], generator: [0], observers: undefined });
});

it.each(['../elsewhere', 'My Lab', '', '-lab'])('refuses the name %j for containers and files', (name) => {
  expect(() => readEnvironment({ COMPOSE_PROJECT_NAME: name })).toThrow(
    /COMPOSE_PROJECT_NAME is .*lower-case/,
  );
});

it.each(['', '0-x', '3-1', '0,', '1-', '0-99999999'])('refuses the CPUs %j', (SUBJECT_CPUS) => {
  expect(() => readEnvironment({ SUBJECT_CPUS })).toThrow(
    expect.objectContaining({
      code: 'BENCH_CONFIG_INVALID',
      message: expect.stringContaining(
        `SUBJECT_CPUS is ${JSON.stringify(SUBJECT_CPUS)}: expected a list of CPUs such as 0, 2,3 or 4-7`,
      ),
    }),
  );
});

it('counts each CPU once', () => {
  expect(readEnvironment({ GENERATOR_CPUS: '0,2-3,3' }).GENERATOR_CPUS).toEqual([0, 2, 3]);
});

it('keeps from children what would silently change them', () => {
  vi.stubEnv('K6_VUS', '7');
  vi.stubEnv('API_DELAY_SECONDS', '9');
  vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
  vi.stubEnv('LANG', 'C');
  const given = childEnvironment({ API_PORT: '1' });
  expect(given).toMatchObject({ LANG: 'C', API_PORT: '1' });
  expect(Object.keys(given).filter((name) => /^K6_|DELAY|_proxy$/.test(name))).toEqual([]);
});

it('keeps the token of the live page from every child', () => {
  vi.stubEnv('HEADROOM_TOKEN', 'correct horse battery staple');
  expect(readEnvironment().HEADROOM_TOKEN).toBe('correct horse battery staple');
  expect(childEnvironment()).not.toHaveProperty('HEADROOM_TOKEN');
  expect(toolEnvironment()).not.toHaveProperty('HEADROOM_TOKEN');
});

it('keeps from a service of one’s own only what is meant for Node and k6', () => {
  vi.stubEnv('K6_VUS', '7');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
  vi.stubEnv('API_KEY', 'a secret');
  const given = ownServiceEnvironment({ PORT: '1' });
  expect(given).toMatchObject({ API_KEY: 'a secret', PORT: '1' });
  expect(Object.keys(given).filter((name) => /^K6_|NODE_OPTIONS/.test(name))).toEqual([]);
});

it('keeps what tunes programs from k6 and the lab’s services, and not from those of one’s own', () => {
  vi.stubEnv('UV_THREADPOOL_SIZE', '1');
  vi.stubEnv('GOMAXPROCS', '1');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
  vi.stubEnv('NODE_EXTRA_CA_CERTS', '/certificates.pem');
  vi.stubEnv('NODE_IMAGE', 'example/node:1');
  const given = childEnvironment({ NODE_ENV: 'production' });
  expect(given).toMatchObject({ NODE_EXTRA_CA_CERTS: '/certificates.pem', NODE_ENV: 'production' });
  expect(given).not.toHaveProperty('UV_THREADPOOL_SIZE');
  expect(given).not.toHaveProperty('GOMAXPROCS');
  expect(childEnvironment()).not.toHaveProperty('NODE_ENV');
  expect(ownServiceEnvironment()).toMatchObject({ UV_THREADPOOL_SIZE: '1', GOMAXPROCS: '1' });
  expect(engineEnvironment()).toMatchObject({ NODE_IMAGE: 'example/node:1' });
  expect(tuningOfShell()).toMatchObject({ UV_THREADPOOL_SIZE: '1', GOMAXPROCS: '1' });
  // No service gets it.
  expect(tuningOfShell()).not.toHaveProperty('NODE_OPTIONS');
});
