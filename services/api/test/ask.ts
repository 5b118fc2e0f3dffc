import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

interface Answer {
  readonly status: number | 'lost';
  readonly body: string;
}

/** A GET whose answer may get lost, on a connection of its own unless `agent` has one to spare. */
export function ask(url: string, agent = new Agent()) {
  const answer = Promise.withResolvers<Answer>();
  const sent = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const isLost = () => answer.resolve({ status: 'lost', body: '' });
  request(url, { agent })
    .once('socket', (socket) => socket.once('close', closed.resolve))
    .once('finish', sent.resolve)
    .once('response', (response) => {
      const isThere = (body: string) => answer.resolve({ status: response.statusCode ?? 'lost', body });
      text(response).then(isThere, isLost);
    })
    .once('error', isLost)
    .end();
  return {
    status: answer.promise.then(({ status }) => status),
    body: answer.promise.then(({ body }) => body),
    /** Resolves once the kernel has the request. */
    sent: sent.promise,
    /** Resolves once its connection has ended. */
    closed: closed.promise,
  };
}
