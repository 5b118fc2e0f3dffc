import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { BenchError, type ErrorCode } from '@headroom/contract/errors.ts';
import type { Problem } from '@headroom/contract/live.ts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../report/html/escape.ts';
import { complainOfDefect } from '../words/terminal.ts';

/** A request that is not served: the HTTP status, and what its sender is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, code: ErrorCode, message: string, fields: Problem['fields'] = []) {
    super(message);
    this.status = status;
    this.problem = { code, message, fields };
  }
}

export const forbidden = (message: string): Refusal => new Refusal(403, 'BENCH_SERVE_REFUSED', message);
export const absent = (message: string): Refusal => new Refusal(404, 'BENCH_SERVE_NOT_FOUND', message);

/** Every answer of 400 and above becomes a {@link Problem}; what is a defect of ours goes to stderr as well. */
export function addProblems(app: FastifyInstance): void {
  const send = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    isOfBrowser(request) ? sendPage(reply, error) : sendProblem(reply, error);
  app.setErrorHandler(send);
  // After the limit of requests, so that addresses cannot be tried out at will.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const { method, url } = request;
    const asked = `${method} ${JSON.stringify(url.slice(0, 200))}`;
    return send(absent(`There is no ${asked} here: start from the page itself, at "/".`), request, reply);
  });
}

/** For what Fastify refuses before any hook has run, such as an address that cannot be decoded. */
export function refuseEarly(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  sendProblem(reply, error);
}

/** For what is no HTTP, or takes too long to become a request. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const status = statusOfConnection(error.code);
  const { problem } = new Refusal(status, 'BENCH_SERVE_REFUSED', `${STATUS_CODES[status]}.`);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function statusOfConnection(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, problem } = refusalOf(error);
  // A route may have promised another kind of answer by then.
  return reply.code(status).type('application/json; charset=utf-8').send(problem);
}

/** Somebody who followed a link, and would be shown the braces of a {@link Problem}. */
const isOfBrowser = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');

function sendPage(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, problem } = refusalOf(error);
  const title = STATUS_CODES[status] ?? 'Refused';
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} – Headroom</title><h1>${title}</h1><p>${escapeHtml(problem.message)}</p><p><a href="/">To the live page</a></p></html>\n`,
    );
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof BenchError && error.code !== 'BENCH_INTERNAL_DEFECT') {
    return new Refusal(statusOf(error.code), error.code, error.message);
  }
  return ofFramework(error) ?? defect(error);
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'BENCH_SERVE_REFUSED':
    case 'BENCH_RESULTS_UNTRUSTED':
      return 403;
    case 'BENCH_SERVE_NOT_FOUND':
    case 'BENCH_RESULTS_RUN_NOT_FOUND':
      return 404;
    case 'BENCH_SERVE_BUSY':
    case 'BENCH_SERVE_NOT_RUNNING':
    case 'BENCH_SERVE_FIXED_USERS':
    case 'BENCH_PREFLIGHT_BUSY':
      return 409;
    default:
      return code.startsWith('BENCH_CONFIG_') ? 400 : 500;
  }
}

/** What Fastify itself finds wrong with a request, in our words: its own name parts of the server. */
function ofFramework(error: unknown): Refusal | null {
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>;
  if (statusCode === 413) {
    return new Refusal(413, 'BENCH_SERVE_REFUSED', 'The body is too large: expected at most 16 KiB.');
  }
  // What forms of other sites can send without being asked back is among the other kinds.
  if (statusCode === 415) return forbidden('The body is of another kind: expected application/json.');
  if (code === 'FST_ERR_BAD_URL')
    return new Refusal(400, 'BENCH_SERVE_REFUSED', 'The address cannot be decoded.');
  if (statusCode === 414) return new Refusal(414, 'BENCH_SERVE_REFUSED', 'The address is too long.');
  const isRequest = statusCode >= 400 && statusCode < 500;
  return isRequest ? new Refusal(statusCode, 'BENCH_SERVE_REFUSED', 'The request cannot be read.') : null;
}

function defect(error: unknown): Refusal {
  complainOfDefect(error);
  return new Refusal(
    500,
    'BENCH_INTERNAL_DEFECT',
    'This is a defect of Headroom: the terminal in which it runs says more.',
  );
}
