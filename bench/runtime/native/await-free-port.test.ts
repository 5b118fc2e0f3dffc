import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../fake/fake-clock.ts';
import { awaitFreePort } from './await-free-port.ts';
import { type PortState, portState } from './ports.ts';

const never = new AbortController().signal;
const named = (number: number) => ({ number, variable: 'subjects.odd.port' });
const inTimeWait: PortState = { free: false, holder: null, inTimeWait: true };

/** A port whose service has closed a connection itself and ended, and had not asked to share it with what is left of that. */
async function portInTimeWait(): Promise<number> {
  const number = await freePort();
  const program = fileURLToPath(new URL('../../../test/fixtures/odd-services/no-reuse.py', import.meta.url));
  const service = spawn('python3', [program], {
    env: { ...process.env, PORT: String(number) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(service.stdout, 'data');
  // The side that closes first is the one in TIME_WAIT, so this one waits for the end of the service's.
  const client = connect({ host: '127.0.0.1', port: number, allowHalfOpen: true });
  client.write('GET / HTTP/1.1\r\nHost: lab\r\n\r\n');
  expect(await text(client)).toMatch(/served$/);
  client.end();
  service.kill('SIGKILL');
  await once(service, 'exit');
  return number;
}

describe('a port', () => {
  it.runIf(process.platform === 'linux')(
    'in TIME_WAIT is called so, and is not waited for without end',
    async () => {
      const number = await portInTimeWait();
      expect(await portState(number)).toEqual(inTimeWait);
      const clock = fakeClock();
      const since = clock.now();
      await expect(awaitFreePort(named(number), clock, never)).rejects.toMatchObject({
        code: 'BENCH_SUBJECT_PORT_TAKEN',
        message: expect.stringMatching(
          /is in TIME_WAIT still after 65 s of waiting.*SO_REUSEADDR.*subjects\.odd\.port/,
        ),
      });
      expect(clock.now() - since).toBe(65);
    },
  );

  it('is waited for until it is free', async () => {
    const clock = fakeClock();
    const since = clock.now();
    const stateOf = async (): Promise<PortState> => (clock.now() - since < 42 ? inTimeWait : { free: true });
    await awaitFreePort(named(1), clock, never, stateOf);
    expect(clock.now() - since).toBe(42);
  });

  it('is not waited for where another process has it, or nobody waits any more', async () => {
    const held = async (): Promise<PortState> => ({ free: false, holder: 'nginx (process 7)' });
    await expect(awaitFreePort(named(8100), fakeClock(), never, held)).rejects.toThrow(
      /port 8100 was taken during the run by nginx \(process 7\)/,
    );
    await awaitFreePort(named(8100), fakeClock(), AbortSignal.abort(), async () => inTimeWait);
  });
});
