import { docker } from './docker.ts';
import { engineInfoIn } from './engine/engine-info.ts';

/** The first Compose that reads several env files from COMPOSE_ENV_FILES, and `--wait`s as used here. */
const leastCompose = [2, 24] as const;

/** Whether containers can be run here; if not, why, and what to do about it. */
export async function engineProblem(): Promise<string | null> {
  const info = await docker(['info', '--format', '{{json .}}'], { patienceSeconds: 60 });
  if (!info.ok) return explainEngine(info.complaint);
  const engine = engineInfoIn(info.stdout);
  if (engine === null)
    return 'what `docker` is here is not known: expected Docker 20.10 or later, or Podman 4 or later';
  if (engine.containers !== 'linux') {
    return `the engine runs containers of ${engine.containers}: switch it to Linux containers`;
  }
  const compose = await docker(['compose', 'version', '--short']);
  if (!compose.ok) return 'Docker answers, but Compose is missing: install the plugin docker-compose-plugin';
  const version = compose.stdout.trim().replace(/^v/, '');
  if (!/^\d+\.\d+/.test(version)) {
    return `Compose is ${JSON.stringify(version.split('\n')[0])}, expected Docker Compose ${leastCompose.join('.')} or later, which Podman uses too where it is installed`;
  }
  return isTooOld(version)
    ? `Compose is ${version}, expected ${leastCompose.join('.')} or later: update the plugin docker-compose-plugin`
    : null;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = leastCompose;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function explainEngine(complaint: string): string {
  if (/permission denied/i.test(complaint)) {
    return 'the Docker engine does not let this user in: add the user to the group "docker", or use a rootless engine';
  }
  if (/ENOENT/.test(complaint)) return 'docker is not installed: see https://docs.docker.com/get-docker';
  return `no Docker engine answers (${complaint}): start it, or install one`;
}
