import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Place } from './place.ts';

/** Listens on a free port of this machine until the fault has been seen. @returns its origin */
async function listen(server: Server, { later }: Place): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  later(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A service of HTTP that answers so. */
export const answering =
  (answer: RequestListener) =>
  async (place: Place): Promise<string> => {
    const server = createHttpServer(answer);
    const origin = await listen(server, place);
    // Undone before the server is closed, which waits for its connections.
    place.later(() => server.closeAllConnections());
    return origin;
  };

/** A service that says these bytes to whoever says something, and hangs up or not. */
export const speaking =
  (bytes: string, hangsUp = false) =>
  (place: Place): Promise<string> =>
    listen(
      createServer((socket) => {
        place.later(() => socket.destroy());
        socket.on('error', () => undefined);
        socket.once('data', () => (hangsUp ? socket.end(bytes, 'latin1') : socket.write(bytes, 'latin1')));
      }),
      place,
    );

/** A service that takes whatever is said, and says nothing. */
export const silent = (place: Place): Promise<string> =>
  listen(
    createServer((socket) => {
      place.later(() => socket.destroy());
      socket.on('error', () => undefined).resume();
    }),
    place,
  );

/** A service that hangs up on whoever connects. */
export const closingAtOnce = (place: Place): Promise<string> =>
  listen(
    createServer((socket) => socket.on('error', () => undefined).destroy()),
    place,
  );
