import { once } from 'node:events';
import { connect } from 'node:net';
import { demandPort, host } from './demand-port.ts';
import { findProgram } from './find-program.ts';
import { Program } from './program.ts';
import { runStore, type Store } from './run-store.ts';
import { serviceUser } from './service-user.ts';
import { type RedisSettings, readRedisSettings } from './settings.ts';
import { exitCodes, StoreFailure } from './store-failure.ts';

await runStore(startRedis);

/** A Valkey or Redis that keeps nothing and lets nobody in without the password, once it answers. */
async function startRedis(signal: AbortSignal): Promise<Store> {
  const settings = readRedisSettings(process.env);
  const { port, password } = settings;
  const program = findProgram(['valkey-server', 'redis-server'], process.env.PATH ?? '');
  if (program === undefined) {
    throw new StoreFailure(
      'There is no Valkey and no Redis on this machine: install one (Debian: apt install valkey, or redis-server; macOS: brew install valkey).',
      exitCodes.missingProgram,
    );
  }
  await demandPort(port, 'STORES_REDIS_PORT');
  const keepNothing = ['save ""', 'appendonly no'];
  const server = new Program([program, '-'], {
    user: serviceUser(['valkey', 'redis']),
    signal,
    stopSignal: 'SIGTERM',
    // Not by arguments, which every user of this machine can see.
    input: [`bind ${host}`, `port ${port}`, `requirepass ${password}`, ...keepNothing].join('\n'),
  });
  await server.says(/ready to accept connections/i);
  await ping(settings);
  return { server, url: `redis://${host}:${port}` };
}

/** Rejects with a `StoreFailure` unless the password lets in. */
async function ping({ port, password }: RedisSettings): Promise<void> {
  const socket = connect(port, host).setEncoding('utf8');
  socket.end(`AUTH ${password}\r\nPING\r\n`);
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
  });
  // An error shows in the answer that is not there.
  await once(socket, 'close').catch(() => {});
  if (answer !== '+OK\r\n+PONG\r\n')
    throw new StoreFailure(`It does not answer as it should: ${answer.trim()}.`);
}
