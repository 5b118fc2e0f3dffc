// Run by `startTestUpstream` in a thread: `/http/sync` blocks the one that asks, which could not answer itself.
import { parentPort, workerData } from 'node:worker_threads';
import { createUpstream } from '@headroom/upstream';

const server = createUpstream();
let detour: string | null = null;
let connections = 0;

// Ahead of the upstream's own listener, which then sees the path that was put there.
server.prependListener('request', (request) => {
  if (detour !== null) request.url = detour;
});
server.on('connection', () => {
  connections += 1;
});
parentPort?.on('message', (path: string | null) => {
  detour = path;
  server.getConnections((_, open) => parentPort?.postMessage({ connections, open }));
});
server.listen(workerData, '127.0.0.1', () => {
  parentPort?.postMessage('listening');
});
