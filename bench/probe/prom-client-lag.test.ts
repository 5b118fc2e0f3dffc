import { expect, it } from 'vitest';
import { withStall } from './prom-client-lag.ts';

it('reads the median lag of prom-client as a stall, less what a loop at rest shows', () => {
  const page = '# HELP x\nnodejs_eventloop_lag_p50_seconds 0.112\nnodejs_eventloop_lag_max_seconds 0.4\n';
  expect(withStall(page)).toMatch(/\nnodejs_eventloop_stall_seconds 0\.1\d*\n$/);
  expect(withStall('nodejs_eventloop_lag_p50_seconds{app="a"} 0.0101')).toMatch(/stall_seconds 0\n$/);
});

it('leaves other pages as they are', () => {
  for (const page of [
    '',
    'up 1\n',
    'nodejs_eventloop_stall_seconds 0.2\nnodejs_eventloop_lag_p50_seconds 1\n',
  ]) {
    expect(withStall(page)).toBe(page);
  }
});
