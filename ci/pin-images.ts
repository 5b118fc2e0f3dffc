import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Gives every image of `.env` and of the Dockerfiles in this folder the digest that its tag has in the registry now.
 * With --check nothing is written, and the exit code is 1 where a digest is missing or another. Takes Docker with buildx
 * and a way to the registries.
 */
const image = /^((?:ARG )?[A-Z0-9]+_IMAGE=)([^\s@$]+:[^\s@$]+)(@sha256:[0-9a-f]{64})?$/gm;
const isCheck = process.argv.includes('--check');
const digests = new Map<string, string>();

function digestOf(name: string): string {
  const known = digests.get(name);
  if (known !== undefined) return known;
  const inspect = ['buildx', 'imagetools', 'inspect', name, '--format', '{{.Manifest.Digest}}'];
  const digest = execFileSync('docker', inspect, { encoding: 'utf8', timeout: 120_000 }).trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`${name} has the digest ${JSON.stringify(digest)}`);
  digests.set(name, digest);
  return digest;
}

for (const file of ['.env', ...globSync('{services,examples}/*/Dockerfile')]) {
  const text = readFileSync(file, 'utf8');
  const pinned = text.replace(image, (line, before: string, name: string) => {
    const renewed = `${before}${name}@${digestOf(name)}`;
    if (renewed !== line) console.log(`${file}: ${line} is now ${renewed}`);
    return renewed;
  });
  if (pinned === text) continue;
  if (isCheck) process.exitCode = 1;
  else writeFileSync(file, pinned);
}
if (process.exitCode === 1)
  console.error('Some digests are not those of the registry: make images writes them.');
