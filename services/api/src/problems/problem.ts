import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';

export const problemMediaType = 'application/problem+json';

/** Of the 503 that a service on its way out answers. */
export const closingDetail = 'The service is shutting down.';

/** The body of an answer that is an error (RFC 9457). With the type `about:blank` the title is the status's own. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

const problem = (status: number, detail: string): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Unknown',
  status,
  detail,
});

/** What may be told of an exception: of one that nobody foresaw, nothing. */
export function problemOf(exception: unknown): Problem {
  return exception instanceof HttpException
    ? problem(exception.getStatus(), exception.message)
    : problem(500, 'The service failed to answer this request.');
}

/** What is needed of Fastify's reply. */
interface Reply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(body: Problem): unknown;
}

/** Answers with a problem where Nest's filters have no part: in hooks, and in what Fastify answers by itself. */
export function sendProblem(reply: Reply, status: number, detail: string): void {
  reply.code(status);
  reply.header('content-type', problemMediaType);
  reply.send(problem(status, detail));
}

/** For Fastify's `frameworkErrors`: requests that its router cannot read. */
export function answerFrameworkError(
  { statusCode = 400, message }: { readonly statusCode?: number; readonly message: string },
  _request: unknown,
  reply: unknown,
): void {
  // Fastify would have the body typed by the route, and there is none.
  sendProblem(reply as Reply, statusCode, message);
}
