import { expect, it } from 'vitest';
import { redactor } from './redact.ts';

const redact = redactor({
  headers: { Authorization: 'Bearer v3ry-secret', 'X-Id': 'abc', 'X-Quoted': 'say "hush" now' },
  body: '{"card":"4111"}',
  urls: ['http://127.0.0.1:3/x?key=hidden%20key&n=1', 'http://127.0.0.1:3/y'],
});

it.each([
  ['header v3ry-secret and Bearer v3ry-secret', /^header … and …$/],
  ['Get "http://127.0.0.1:3/x?key=hidden%20key&n=1": refused', /^Get "http:\/\/127.0.0.1:3\/x\?…": refused$/],
  ['{"msg":"Get \\"http://h/x?a=1\\u0026b=2\\": no"}', /^\{"msg":"Get \\"http:\/\/h\/x\?…\\": no"\}$/],
  ['body {"card":"4111"} sent', /^body … sent$/],
  ['logged as say \\"hush\\" now', /^logged as …$/],
  ['alphabet abc stays', /^alphabet abc stays$/],
])('takes secrets out of %s', (text, rest) => {
  expect(redact(text)).toMatch(rest);
});
