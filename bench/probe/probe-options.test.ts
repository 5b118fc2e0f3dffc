import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { type ProbeFlags, readProbeOptions } from './probe-options.ts';

const url = 'http://127.0.0.1:3000/orders';
const read = (flags: ProbeFlags, address = url) =>
  readProbeOptions(address, { ...flagSource(flags), options: flags }, () => undefined);

describe('what a probe is asked to do', () => {
  it('has defaults that end a probe within minutes', () => {
    expect(read({})).toMatchObject({
      question: { method: 'GET', expectedStatus: 200, expectedBody: null, body: null, headers: {} },
      thinkTime: { minSeconds: 0, maxSeconds: 0 },
      rates: [],
      usersMost: 128,
      windowSeconds: 4,
      loadSecondsMost: 300,
      timeoutSeconds: 10,
      bystander: null,
      metrics: null,
    });
  });

  it('takes text for every value', () => {
    const flags = {
      method: 'post',
      rate: '50,20',
      usersMax: '8',
      expectContains: 'ok',
    };
    expect(read(flags)).toMatchObject({
      question: { method: 'POST', expectedBody: { kind: 'contains', text: 'ok' } },
      rates: [20, 50],
      usersMost: 8,
      windowSeconds: 10,
    });
    expect(read({ think: '1s' }).thinkTime).toEqual({ minSeconds: 1, maxSeconds: 1 });
    expect(read({ think: '100ms..200ms' }).thinkTime).toEqual({ minSeconds: 0.1, maxSeconds: 0.2 });
  });

  it.each<[ProbeFlags, RegExp]>([
    [{ rate: '5', think: '1s' }, /--rate is given together with --think/],
    [{ usersMax: '2000' }, /--users-max is "2000": expected a whole number from 1 to 1000/],
    [{ usersMax: '0' }, /--users-max is "0"/],
    [{ duration: '2h' }, /--duration is "2h": expected a duration from 1s to 1m/],
    [{ maxTime: '2h' }, /--max-time is "2h": expected a duration from 5s to 1h/],
    [{ timeout: '2m' }, /--timeout is "2m"/],
    [{ rate: '5000' }, /--rate is 5000 requests per second: expected at most 1000.*--rate-max 5000/],
    [{ rate: '5000', rateMax: '50000' }, /--rate-max is "50000"/],
    [{ rate: '0' }, /--rate is "0"/],
    [{ method: 'FETCH' }, /--method is "FETCH": expected one of GET/],
    [{ expectStatus: '99' }, /--expect-status is "99"/],
    [{ think: '2s..1s' }, /--think is "2s..1s": expected a duration/],
    [{ think: 'long' }, /--think is "long"/],
    [{ expectBody: 'a', expectContains: 'b' }, /--expect-body is given together with --expect-contains/],
    [{ bodyFile: '/no/such/file' }, /--body-file is "\/no\/such\/file", which cannot be read/],
  ])('refuses %j in one line', (flags, message) => {
    expect(() => read(flags)).toThrow(message);
  });

  it.each<[string, ProbeFlags, RegExp]>([
    [
      'http://192.0.2.1/',
      {},
      /the URL names 192\.0\.2\.1, which is not this machine.*--i-may-load 192\.0\.2\.1/,
    ],
    ['http://example.org/', { iMayLoad: ['example.com'] }, /example\.org/],
    [url, { bystander: 'http://192.0.2.1/' }, /--bystander names 192\.0\.2\.1/],
    [url, { metrics: 'http://192.0.2.1/' }, /--metrics names 192\.0\.2\.1/],
    ['http://127.0.0.1.example.org/', {}, /127\.0\.0\.1\.example\.org/],
    ['http://[::ffff:192.0.2.1]/', {}, /not this machine/],
  ])('does not load %s with %j', (address, flags, message) => {
    expect(() => read(flags, address)).toThrow(message);
  });

  it.each(['http://localhost:1/', 'http://[::1]:1/', 'http://127.9.9.9/', 'http://api.localhost/'])(
    'loads %s, which is this machine',
    (address) => {
      expect(read({}, address).url.href).toContain('http');
    },
  );

  it('loads another host that the user may load', () => {
    expect(read({ iMayLoad: ['Example.org'] }, 'https://example.org/x').url.host).toBe('example.org');
  });
});
