import type { ServerResponse } from 'node:http';
import { sendProblem } from './problem.ts';
import { expectation, type Quantity, readQuantity } from './quantity.ts';

const delayRange: Quantity = { kind: 'number', min: 0, max: 60 };
const bytesRange: Quantity = { kind: 'whole number', min: 0, max: 1_048_576 };

/** The body made last: the next one is nearly always the same, and the CPU belongs to what is measured. */
let last = { bytes: 0, body: bodyOf(0) };

/** Answers with a filler of `bytes` once `delay` seconds are over, both of them query parameters. */
export function reply(query: URLSearchParams, response: ServerResponse): void {
  const delayText = query.get('delay') ?? '';
  const bytesText = query.get('bytes') ?? '';
  const delaySeconds = readQuantity(delayText, delayRange);
  const bytes = readQuantity(bytesText, bytesRange);
  if (delaySeconds === undefined) {
    sendProblem(response, 400, `${expectation('delay', delayText, delayRange)}.`);
  } else if (bytes === undefined) {
    sendProblem(response, 400, `${expectation('bytes', bytesText, bytesRange)}.`);
  } else if (delaySeconds === 0) {
    send(response, bytes);
  } else {
    const timer = setTimeout(send, delaySeconds * 1000, response, bytes);
    response.once('close', () => clearTimeout(timer));
  }
}

function send(response: ServerResponse, bytes: number): void {
  if (last.bytes !== bytes) last = { bytes, body: bodyOf(bytes) };
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': last.body.length });
  response.end(last.body);
}

function bodyOf(bytes: number): Buffer {
  return Buffer.from(JSON.stringify({ bytes, filler: 'x'.repeat(bytes) }));
}
