import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { sendProblem } from './problem.ts';
import { reply } from './reply.ts';

/** Longer than any pause between the calls of a client that pools its connections. */
const keepAliveSeconds = 75;

type Route = (query: URLSearchParams, response: ServerResponse) => void;

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/reply', reply],
  ['/healthz', (_query, response) => response.end('ok')],
  ['/fault/hang', () => {}],
  ['/fault/reset', (_query, response) => response.socket?.resetAndDestroy()],
  ['/fault/error', (_query, response) => sendProblem(response, 500, 'This is a fault that was asked for.')],
]);

/** The upstream's server, not yet listening. */
export function createUpstream(): Server {
  const server = createServer(answer);
  server.keepAliveTimeout = keepAliveSeconds * 1000;
  return server;
}

function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse): void {
  // Not by `URL`, which throws on some request targets.
  const [path = '/', query] = url.split('?', 2);
  const route = routes.get(path);
  if (route === undefined) {
    sendProblem(response, 404, `There is no ${path}.`);
  } else if (method !== 'GET') {
    response.setHeader('allow', 'GET');
    sendProblem(response, 405, `${path} answers to GET only.`);
  } else {
    route(new URLSearchParams(query), response);
  }
}
