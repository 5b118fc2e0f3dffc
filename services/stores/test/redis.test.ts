import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isListening, type StoreProcess, startStore, takePort } from '../fixtures/start-store.ts';
import { findProgram } from '../src/find-program.ts';

const path = process.env.PATH ?? '';
// Where it is not installed there is nothing to test, but CI is to have it.
const missing = findProgram(['valkey-server', 'redis-server'], path) === undefined && !process.env.CI;
const withoutSetpriv = findProgram(['setpriv'], path) === undefined;

describe.skipIf(missing)('Redis as a program, where it is installed', () => {
  const password = randomUUID();
  let port: number;
  let store: StoreProcess;

  beforeEach(async () => {
    port = await freePort();
    store = startStore('redis', {
      STORES_REDIS_PORT: String(port),
      STORES_REDIS_PASSWORD: password,
    });
    expect(JSON.parse(await store.ready)).toEqual({ msg: 'ready', url: `redis://127.0.0.1:${port}` });
  });
  afterEach(async () => {
    store.process.kill('SIGTERM');
    await store.ended;
  });

  /** What it answers to these lines. */
  async function ask(...lines: string[]): Promise<string[]> {
    const socket = connect(port, '127.0.0.1');
    socket.end(lines.map((line) => `${line}\r\n`).join(''));
    return (await text(socket)).trimEnd().split('\r\n');
  }

  /** A client that says nothing. */
  async function connected(): Promise<{ readonly closed: Promise<void> }> {
    const socket = connect(port, '127.0.0.1').resume();
    const closed = new Promise<void>((resolve) =>
      socket.once('close', () => resolve()).on('error', () => {}),
    );
    await once(socket, 'connect');
    return { closed };
  }

  it('keeps values for whoever has the password, which no process shows', async () => {
    expect(await ask(`AUTH ${password}`, 'SET a b', 'GET a')).toEqual(['+OK', '+OK', '$1', 'b']);
    expect(await ask('GET a')).toEqual(['-NOAUTH Authentication required.']);
    expect((await ask('AUTH wrong'))[0]).toMatch(/^-WRONGPASS/);
    expect(execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' })).not.toContain(password);
  });

  it('has no way to the disk', async () => {
    expect(await ask(`AUTH ${password}`, 'CONFIG GET save')).toEqual(['+OK', '*2', '$4', 'save', '$0']);
    expect((await ask(`AUTH ${password}`, 'SAVE'))[1]).toMatch(/^-ERR/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 on %s, whoever is connected', async (signal) => {
    const { closed } = await connected();
    store.process.kill(signal);
    expect(await store.ended).toEqual({ code: 0, stderr: '' });
    await closed;
    expect(await isListening(port)).toBe(false);
  });

  it('ends with code 0 though the server does not heed it', async () => {
    const info = (await ask(`AUTH ${password}`, 'INFO server')).join(' ');
    process.kill(Number(/process_id:(\d+)/.exec(info)?.[1]), 'SIGSTOP');
    store.process.kill('SIGTERM');
    expect(await store.ended).toEqual({ code: 0, stderr: '' });
    expect(await isListening(port)).toBe(false);
  });

  it.skipIf(withoutSetpriv)('leaves no server when it is killed, where there is setpriv', async () => {
    const { closed } = await connected();
    store.process.kill('SIGKILL');
    await closed;
    await expect.poll(() => isListening(port)).toBe(false);
  });

  it('ends with code 1 and the last words of a server that ends by itself', async () => {
    await ask(`AUTH ${password}`, 'SHUTDOWN');
    const { code, stderr } = await store.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^(redis|valkey)-server.* ended with code 0: .*bye bye/s);
  });
});

describe('Redis that is not to be had', () => {
  it('is told with one line and code 3, and how to get it', async () => {
    const stderr =
      'There is no Valkey and no Redis on this machine: install one (Debian: apt install valkey, or redis-server; macOS: brew install valkey).\n';
    const store = startStore('redis', { PATH: '/nowhere', STORES_REDIS_PASSWORD: 'secret' });
    expect(await store.ended).toEqual({ code: 3, stderr });
  });

  it('is told with one line and code 2 on bad settings', async () => {
    const stderr =
      'Bad settings: STORES_REDIS_PORT is "http", expected a whole number from 1 to 65535; STORES_REDIS_PASSWORD is malformed, expected 1 to 128 of A-Z a-z 0-9 _ -.\n';
    const settings = { STORES_REDIS_PORT: 'http', STORES_REDIS_PASSWORD: 'with space' };
    expect(await startStore('redis', settings).ended).toEqual({ code: 2, stderr });
  });

  it.skipIf(missing)('is told with one line and code 1 on a taken port, where it is installed', async () => {
    const { server, port } = await takePort();
    onTestFinished(() => {
      server.close();
    });
    const stderr = `Port ${port} on 127.0.0.1 is taken: end what uses it, or set STORES_REDIS_PORT to another port.\n`;
    const settings = { STORES_REDIS_PORT: String(port), STORES_REDIS_PASSWORD: 'secret' };
    expect(await startStore('redis', settings).ended).toEqual({ code: 1, stderr });
  });
});
