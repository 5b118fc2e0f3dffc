import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHeaders } from './read-headers.ts';

const variables = new Map([
  ['TOKEN', 'Bearer v3ry-secret'],
  ['BROKEN', 'v3ry\nsecret'],
]);
const valueIn = (name: string): string | undefined => variables.get(name);

function fileOf(content: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'headroom-headers-')), 'headers.txt');
  writeFileSync(file, content);
  return file;
}

describe('headers', () => {
  it('come from a file and from variables', () => {
    const file = fileOf('Accept: application/json\r\n\n# a remark\nX-Time: 12:30\n');
    expect(readHeaders(file, ['Authorization=TOKEN'], valueIn)).toEqual({
      Accept: 'application/json',
      'X-Time': '12:30',
      Authorization: 'Bearer v3ry-secret',
    });
    expect(readHeaders(null, [], valueIn)).toEqual({});
  });

  it.each([
    ['no colon v3ry-secret', [], /line 1, is no header: expected a line such as/],
    ['A: 1\nA b: v3ry-secret', [], /line 2, gives a header that cannot be sent/],
    ['A: 1\na: v3ry-secret', [], /line 2, gives the header a a second time/],
    ['Content-Length: 7', [], /Content-Length, which belongs to the connection/],
    ['', ['Authorization=Bearer v3ry-secret'], /--header-env 1 is not of the form NAME=VARIABLE/],
    ['', ['Authorization=UNSET'], /for Authorization names a variable that is not set/],
    ['', ['Authorization=BROKEN'], /--header-env for Authorization gives a header that cannot be sent/],
  ])('refuses %j with %j and shows no value', (content, pairs, message) => {
    const read = () => readHeaders(fileOf(content), pairs, valueIn);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/v3ry/);
  });

  it('refuses a file that is not there, or is no text', () => {
    expect(() => readHeaders('/no/such/file', [], valueIn)).toThrow(/cannot be read \(ENOENT\)/);
    expect(() => readHeaders(fileOf(Buffer.from([0xff, 0xfe, 0x41])), [], valueIn)).toThrow(
      /is no text in UTF-8/,
    );
  });
});
