import { beforeAll, describe, expect, it } from 'vitest';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { engineContainer, unseenCpuShare } from '../support/unseen-cpu.ts';

/** Of one CPU; a check every 2 s that starts Node takes ten times as much. */
const most = 0.005;
const seconds = 20;

let lab: ContainerLab;
beforeAll(async () => {
  lab = await sharedLab();
});

const api = () => `${lab.project}-api-1`;
const checkOf = (name: string) =>
  JSON.parse(docker('inspect', '--format', '{{json .Config.Healthcheck}}', name));

describe('a subject', () => {
  it('is left alone at rest, though somebody asks for its health', async () => {
    expect(checkOf(api())).toMatchObject({
      Test: ['CMD', 'bash', 'services/healthcheck.sh', 'API_PORT', '8000'],
    });
    const share = await unseenCpuShare(engineContainer(api()), seconds);
    expect(share).toBeLessThanOrEqual(most);
  });

  it('is asked nothing by the engine during a trial, and again after the run', async () => {
    const flags = ['--endpoint', '/async', '--vus', '1', '--duration', `${seconds + 10}s`, '--warmup', '0s'];
    const running = lab.start([
      'run',
      '--runtime',
      'compose',
      ...flags,
      ...lab.configure({ baselines: false }),
    ]);
    await running.says(/1\/1 /);
    // Its container is another one by then.
    await until(
      async () => docker('ps', '--format', '{{.Status}}', '--filter', `name=${api()}`),
      (status) => /^Up [^(]*$/.test(status),
    );
    expect(checkOf(api())).toMatchObject({ Test: ['NONE'] });
    const share = await unseenCpuShare(engineContainer(api()), seconds);
    const { exitCode, stderr, stdout } = await running.ended;
    expect(exitCode, stderr).toBe(0);
    expect(share).toBeLessThanOrEqual(most);
    const [cell] = lab.report().cells;
    expect(cell?.others).toEqual({ names: ['Prometheus'], cpuShare: expect.any(Number) });
    expect(cell?.others?.cpuShare).toBeGreaterThan(0);
    expect(stdout).toMatch(/Prometheus ran on k6's CPUs beside it and took [\d.]+ % of them in the window\./);
    expect(docker('inspect', '--format', '{{.State.Health.Status}}', api())).toBe('healthy');
  });
});

describe('its health check', () => {
  /** What the check of the image says of a server that answers so, and whether it would ask seldom from then on. */
  function checked(status: number): string {
    const server = `require('node:http').createServer((_, answer) => answer.writeHead(${status}).end()).listen(8000)`;
    const script = [
      `node --eval "${server}" &`,
      'until (exec 3<>/dev/tcp/127.0.0.1/8000) 2>/dev/null; do sleep 0.1; done',
      'bash services/healthcheck.sh API_PORT 8000; echo $?; ls /dev/shm',
    ].join('\n');
    return inImage(script);
  }
  const inImage = (script: string) =>
    docker('run', '--rm', '--read-only', '--entrypoint', 'bash', lab.variables.API_IMAGE ?? '', '-c', script);

  it('tells by its exit code, and asks often until it was answered', () => {
    expect(checked(200)).toBe('0\nanswered');
    expect(checked(503)).toBe('1');
    expect(inImage('bash services/healthcheck.sh API_PORT 8000 2>/dev/null; echo $?; ls /dev/shm')).toBe('1');
  });
});
