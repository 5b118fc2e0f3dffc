import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Answers with an error (RFC 9457). With the type `about:blank` the title is the status's own. */
export function sendProblem(response: ServerResponse, status: number, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json; charset=utf-8' });
  response.end(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail }));
}
