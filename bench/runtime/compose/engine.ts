import { docker } from './docker.ts';

/** The first Compose that reads several env files from COMPOSE_ENV_FILES, and `--wait`s as used here. */
const leastCompose = [2, 24] as const;

/** Whether containers can be run here; if not, why, and what to do about it. */
export async function engineProblem(): Promise<string | null> {
  const info = await docker(['info', '--format', '{{.ServerVersion}}'], { patienceSeconds: 60 });
  if (!info.ok) return explainEngine(info.complaint);
  const compose = await docker(['compose', 'version', '--short']);
  if (!compose.ok) return 'Docker answers, but Compose is missing: install the plugin docker-compose-plugin';
  const version = compose.stdout.trim().replace(/^v/, '');
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
