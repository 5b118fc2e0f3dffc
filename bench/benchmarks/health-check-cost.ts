import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { Agent, request } from 'undici';
import { containerCpuSeconds } from '../runtime/compose/container-cpu.ts';
import { processTreeUsage } from '../runtime/native/process-tree.ts';

/**
 * CPU time of a container of the service's image beyond that of its own processes, at rest for 60 s and under load for 30 s,
 * by how it is asked for its health: as the images had it until 0035-left-alone.md, as they have it now, and in a trial. One
 * argument: the image. Needs an engine on this kernel, and one core more than the load takes.
 */
const image = process.argv[2] ?? 'headroom/api:0.1.0';
const users = 10;
const ask = `fetch('http://127.0.0.1:8000/healthz').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))`;
const ways = {
  'before: node every 2 s': ['--health-cmd', `node -e "${ask}"`, '--health-interval', '2s'],
  'now: at rest and by hand': [],
  'now: in a trial': ['--no-healthcheck'],
};

const docker = (...words: string[]) => execFileSync('docker', words, { encoding: 'utf8' }).trim();
const agent = new Agent({ connections: users });

async function start(flags: readonly string[]) {
  const port = await freePort();
  const place = ['--publish', `127.0.0.1:${port}:8000`, '--cpuset-cpus', '1', '--env', 'API_HOST=0.0.0.0'];
  const id = docker('run', '--detach', '--rm', '--read-only', '--tmpfs', '/tmp', ...place, ...flags, image);
  const url = `http://127.0.0.1:${port}`;
  const pid = Number(docker('inspect', '--format', '{{.State.Pid}}', id));
  while ((await get(`${url}/healthz`).catch(() => 0)) !== 200) await pause(100);
  return { id, pid, url };
}

async function get(url: string): Promise<number> {
  const { statusCode, body } = await request(url, { dispatcher: agent });
  await body.dump();
  return statusCode;
}

async function load(url: string, until: number): Promise<void> {
  const user = async () => {
    while (performance.now() < until) {
      await get(`${url}/noop/async`);
      await pause(20);
    }
  };
  await Promise.all(Array.from({ length: users }, user));
}

/** Percent of one CPU, of the whole container and of its own processes. */
async function seen(container: { id: string; pid: number }, during: () => Promise<unknown>) {
  const look = () => ({
    at: performance.now() / 1000,
    whole: containerCpuSeconds(container) ?? Number.NaN,
    own: processTreeUsage(container.pid)?.cpuSeconds ?? Number.NaN,
  });
  const before = look();
  await during();
  const after = look();
  const percent = (figure: 'whole' | 'own') =>
    (100 * (after[figure] - before[figure])) / (after.at - before.at);
  const [whole, own] = [percent('whole'), percent('own')];
  return [whole, own, whole - own].map((value) => value.toFixed(2).padStart(6)).join(' ');
}

const started = [];
try {
  for (const [way, flags] of Object.entries(ways)) started.push({ way, ...(await start(flags)) });
  // Past the first checks of each.
  await pause(5000);
  console.log('% of one CPU               container  its processes  difference');
  for (const [when, seconds] of [
    ['at rest', 60],
    ['under load', 30],
  ] as const) {
    const until = performance.now() + seconds * 1000;
    const rows = started.map(async ({ way, url, ...container }) => {
      const work = () => (when === 'at rest' ? pause(seconds * 1000) : load(url, until));
      return `${way}, ${when} for ${seconds} s: ${await seen(container, work)}`;
    });
    for (const row of rows) console.log(await row);
  }
} finally {
  for (const { id } of started) docker('rm', '--force', id);
  await agent.close();
}
