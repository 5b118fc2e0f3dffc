import { STATUS_CODES } from 'node:http';
import { expect } from 'vitest';

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Expects the whole of an answer to be the problem, and so nothing of the service's inside. */
export function expectProblem(answer: Answer, status: number, detail: string): void {
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(JSON.parse(answer.body)).toEqual({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
  });
}
