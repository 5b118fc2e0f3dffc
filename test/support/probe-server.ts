import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fixture } from './lab.ts';

/** A server to be probed, on a port of its own. */
export interface ProbeServer {
  readonly origin: string;
  /** Its page of metrics, where it has one. */
  readonly metricsUrl: string | null;
  stop(): Promise<void>;
}

/** Starts a fixture of `probe-servers/`, a program of Node or of Python by its name. */
export async function startProbeServer(file: string): Promise<ProbeServer> {
  const program = file.endsWith('.py') ? 'python3' : process.execPath;
  const child = spawn(program, [fixture(`probe-servers/${file}`)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const ports = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = '', port = ''] = line.split(' ');
    ports.set(name, port);
    if (name === 'PORT') break;
  }
  const metrics = ports.get('METRICS');
  return {
    origin: `http://127.0.0.1:${ports.get('PORT')}`,
    metricsUrl: metrics === undefined ? null : `http://127.0.0.1:${metrics}/metrics`,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
