import { setTimeout as pause } from 'node:timers/promises';
import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { cellOf, findProcess, type TestLab, testLab } from '../support/lab.ts';
import { asyncStart, type LiveServer, startLiveServer } from '../support/live-server.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/small-disk.ts';

let lab: TestLab;
let server: LiveServer;

afterEach(async () => {
  await server.end();
  expect(lab.leftovers()).toEqual([]);
});

async function begin(flags: readonly string[] = [], prepare?: (lab: TestLab) => void): Promise<void> {
  lab = await testLab();
  prepare?.(lab);
  server = await startLiveServer(lab, flags);
}

describe('a live run with real k6', () => {
  it('shows a blocked service as it is, and lets who leaves finish', async () => {
    await begin();
    await server.startRun({ endpoint: '/sync?delay=0.2', thinkMinSeconds: 0, thinkMaxSeconds: 0 });
    const settled = await server.secondsOf(10, 6);
    expect(settled.second.throughputRps).toBeGreaterThanOrEqual(4);
    expect(settled.second.throughputRps).toBeLessThanOrEqual(6);
    await server.post(liveRoutes.users, { users: 2 });
    await server.secondsOf(2, 5);
    await server.post(liveRoutes.stop);
    await server.event('ended');
    const two = cellOf(lab.report(), '/sync?delay=0.2', 2);
    expect(two.failedRequests).toBe(0);
    expect(two.throughputRps).toBeGreaterThan(4);
    expect(two.throughputRps).toBeLessThan(6);
    expect(lab.report().scaling[0]?.classification).toBe('one-at-a-time');
  });

  it('carries out one run at a time, and says which', async () => {
    await begin(['--users-max', '30']);
    await server.startRun();
    const second = await server.post(liveRoutes.runs, asyncStart({ endpoint: '/sync' }));
    expect(second).toMatchObject({ status: 409, body: { code: 'BENCH_SERVE_BUSY' } });
    expect(JSON.stringify(second.body)).toContain('AsyncUser (nest /async), 10 users runs now');
    const many = await server.post(liveRoutes.users, { users: 31 });
    expect(many).toMatchObject({ status: 400, body: { code: 'BENCH_CONFIG_INVALID' } });
    await server.post(liveRoutes.stop);
    await server.post(liveRoutes.stop);
    await server.event('ended');
    expect((await server.post(liveRoutes.stop)).status).toBe(409);
  });

  it('ends by itself when its time is over', async () => {
    await begin();
    await server.startRun({ durationSeconds: 3 });
    await expect(server.event('ended')).resolves.toMatchObject({ state: 'done' });
    expect(cellOf(lab.report(), '/async', 10).measuredSeconds).toBe(3);
  });

  it('runs a preset by the same pipeline, whose users cannot be changed', async () => {
    await begin();
    const started = await server.post(liveRoutes.runs, { kind: 'preset', preset: 'quick' });
    expect(started.status, JSON.stringify(started.body)).toBe(202);
    await expect(server.event('trial')).resolves.toMatchObject({ place: 1, of: 8 });
    await server.event('second', ({ second }) => second.throughputRps > 0);
    const change = await server.post(liveRoutes.users, { users: 5 });
    expect(change).toMatchObject({ status: 409, body: { code: 'BENCH_SERVE_FIXED_USERS' } });
    await server.post(liveRoutes.stop);
    await expect(server.event('ended')).resolves.toMatchObject({ state: 'stopped' });
    expect((await server.runs())[0]).toMatchObject({ state: 'incomplete' });
  });
});

describe('a live run that goes wrong', () => {
  it('leaves out what it measured while k6 stood still', async () => {
    await begin();
    await server.startRun();
    await server.secondsOf(10, 2);
    const pid = await findProcess(
      ({ command, environment }) =>
        command.includes('web-dashboard') && environment.includes(`127.0.0.1:${lab.ports.api}`),
    );
    process.kill(pid, 'SIGSTOP');
    await pause(5000);
    process.kill(pid, 'SIGCONT');
    await pause(1500);
    await server.post(liveRoutes.stop);
    await server.event('ended');
    expect(lab.report().excluded[0]?.reason).toMatchObject({ code: 'BENCH_GENERATOR_STOPPED' });
  });

  it('says so when k6 dies, and the next run starts', async () => {
    await begin();
    await server.startRun();
    await server.secondsOf(10, 3);
    const pid = await findProcess(
      ({ command }) =>
        command.includes('live-loop.ts') && command.includes(lab.out) && command.startsWith('/'),
    );
    process.kill(pid, 'SIGKILL');
    const ended = await server.event('ended');
    expect(ended).toMatchObject({ state: 'failed' });
    expect(ended.words).toContain('k6 was ended by SIGKILL');
    expect(lab.report().excluded[0]?.reason.code).toBe('BENCH_GENERATOR_KILLED');
    await server.startRun({ durationSeconds: 2 });
    await server.event('ended', ({ state }) => state === 'done');
  });

  it('says so when the subject dies', async () => {
    await begin();
    await server.startRun();
    await server.secondsOf(10, 3);
    const pid = await findProcess(
      ({ environment, command }) =>
        environment.includes(`API_PORT=${lab.ports.api}`) && command.includes('services/api/dist/main.js'),
    );
    process.kill(pid, 'SIGKILL');
    await expect(server.event('ended')).resolves.toMatchObject({ state: 'failed' });
    expect(lab.report().excluded[0]?.reason.code).toBe('BENCH_SUBJECT_EXITED');
  });

  it.runIf(canMount)('ends when the disk is full, and says what to do', async () => {
    let disk: SmallDisk | undefined;
    try {
      await begin([], ({ out }) => {
        disk = smallDisk(out);
      });
      await server.startRun({ durationSeconds: 600 });
      await server.secondsOf(10, 2);
      disk?.fill();
      const ended = await server.event('ended');
      expect(ended).toMatchObject({ state: 'failed' });
      expect(ended.words).toMatch(/the disk is full.*resume/);
      disk?.free();
    } finally {
      await server.end();
      disk?.unmount();
    }
  });

  it('can be resumed where the server was stopped in the middle of it', async () => {
    await begin();
    const runId = await server.startRun({ durationSeconds: 4 });
    await server.secondsOf(10, 2);
    server.running.process.kill('SIGTERM');
    const ended = await server.running.ended;
    expect(ended.exitCode).toBe(130);
    expect(ended.stderr).toContain(`-- resume ${runId} --config `);
    expect((await lab.run(['resume', runId])).exitCode).toBe(0);
    expect(cellOf(lab.report(), '/async', 10).measuredSeconds).toBe(4);
  });

  it('counts a trial that was ended before its window opened as cut short, and not as missing in silence', async () => {
    await begin();
    await server.startRun({ warmupSeconds: 5 });
    await server.event('trial');
    await server.post(liveRoutes.stop);
    await server.post(liveRoutes.stop);
    await server.event('ended');
    expect(lab.report().excluded[0]?.reason.code).toBe('BENCH_TRIAL_CUT_SHORT');
  });
});
