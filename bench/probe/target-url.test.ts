import { describe, expect, it } from 'vitest';
import { parseTargetUrl } from './target-url.ts';

const refusal = (text: string): string => {
  try {
    parseTargetUrl(text, 'the URL');
    return 'not refused';
  } catch (error) {
    return String(error);
  }
};

describe('an address', () => {
  it('is asked whole and shown without its query', () => {
    expect(parseTargetUrl('http://127.0.0.1:3000/a/b?token=abc&x=1#part', 'the URL')).toMatchObject({
      href: 'http://127.0.0.1:3000/a/b?token=abc&x=1',
      host: '127.0.0.1:3000',
      port: 3000,
      path: '/a/b?token=abc&x=1',
      shownPath: '/a/b?…',
      shown: 'http://127.0.0.1:3000/a/b?…',
    });
  });

  it.each([
    ['http://[::1]:8/', '::1', 8],
    ['https://example.org', 'example.org', 443],
    ['http://LOCALHOST/x', 'localhost', 80],
    ['http://0x7f000001:1/', '127.0.0.1', 1],
  ])('%s has host and port', (text, hostname, port) => {
    expect(parseTargetUrl(text, 'the URL')).toMatchObject({ hostname, port });
  });

  it.each(['127.0.0.1:3000', 'http//x', 'ftp://x/', '', 'file:///etc/passwd', 'http://'])(
    'refuses %j in one line',
    (text) => {
      expect(refusal(text)).toMatch(/the URL is .*: expected a whole address, such as/);
    },
  );

  it.each([
    'http://us3r:p4 ss@host/',
    'http://us3r:p4ss@127.0.0.1/',
    'ftp://us3r:p4ss@x/?p4ss',
    'us3r:p4ss@x',
  ])('never shows the credentials of %s', (text) => {
    expect(refusal(text)).toMatch(/expected/);
    expect(refusal(text)).not.toMatch(/us3r|p4ss|p4/);
  });
});
