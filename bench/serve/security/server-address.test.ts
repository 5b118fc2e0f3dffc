import { describe, expect, it } from 'vitest';
import { isLoopback, namesServer } from './server-address.ts';

describe('a Host header', () => {
  const here = { host: '127.0.0.1', port: 8089 };
  const there = { host: '192.168.1.5', port: 8089 };
  const everywhere = { host: '0.0.0.0', port: 8089 };
  it.each([
    ['127.0.0.1:8089', here, true],
    ['localhost:8089', here, true],
    ['LOCALHOST:8089', here, true],
    ['[::1]:8089', here, true],
    [undefined, here, false],
    ['', here, false],
    ['127.0.0.1', here, false],
    ['127.0.0.1:8090', here, false],
    ['evil.example:8089', here, false],
    ['localhost.evil.example:8089', here, false],
    ['127.0.0.1.evil.example:8089', here, false],
    ['localhost.:8089', here, false],
    ['localhost:8089, evil.example', here, false],
    ['evil.example@localhost:8089', here, false],
    ['localhost:8089/', here, false],
    ['192.168.1.5:8089', here, false],
    ['192.168.1.5:8089', there, true],
    ['bench-box:8089', { host: 'bench-box', port: 8089 }, true],
    ['[fe80::1]:8089', { host: 'fe80::1', port: 8089 }, true],
    ['localhost', { host: '127.0.0.1', port: 80 }, true],
    ['10.1.2.3:8089', everywhere, true],
    ['[fe80::2]:8089', { host: '::', port: 8089 }, true],
    ['evil.example:8089', everywhere, false],
    ['10.1.2.3:80', everywhere, false],
  ])('%j at %j: %j', (header, address, expected) => {
    expect(namesServer(header, address)).toBe(expected);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['bench-box', false],
  ['127.0.0.1.evil.example', false],
])('%s is reached from this machine only: %j', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
