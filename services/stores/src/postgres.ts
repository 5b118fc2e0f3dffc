import { join } from 'node:path';
import { demandCluster, setPassword } from './demand-cluster.ts';
import { demandPort, host } from './demand-port.ts';
import { findPostgres } from './find-postgres.ts';
import { Program } from './program.ts';
import { runStore, type Store } from './run-store.ts';
import { serviceUser } from './service-user.ts';
import { readPostgresSettings } from './settings.ts';

await runStore(startPostgres);

/** A PostgreSQL that holds the seed and serves nobody but the subjects' role, once that can read. */
async function startPostgres(signal: AbortSignal): Promise<Store> {
  const settings = readPostgresSettings(process.env);
  const port = String(settings.port);
  const programs = findPostgres(settings.programs, process.env.PATH ?? '');
  await demandPort(settings.port, 'STORES_POSTGRES_PORT');
  const maker = { programs, user: serviceUser(['postgres']), signal };
  const cluster = await demandCluster(settings.folder, maker);
  await setPassword(settings.password, cluster, maker);

  const places = ['-c', `listen_addresses=${host}`, '-c', `port=${port}`, '-c', 'unix_socket_directories='];
  const server = new Program([join(programs, 'postgres'), '-D', cluster, ...places], {
    ...maker,
    // A fast shutdown: it does not wait for its clients to leave.
    stopSignal: 'SIGINT',
  });
  await server.says(/ready to accept connections/);

  const read = ['--command', 'SELECT label FROM items WHERE id = 1'];
  const client = [
    '--no-psqlrc',
    '--host',
    host,
    '--port',
    port,
    '--username',
    'headroom',
    ...read,
    'headroom',
  ];
  await new Program([join(programs, 'psql'), ...client], {
    ...maker,
    stopSignal: 'SIGKILL',
    variables: { PGPASSWORD: settings.password, PGCONNECT_TIMEOUT: '5' },
  }).success();
  return { server, url: `postgresql://headroom@${host}:${port}/headroom` };
}
