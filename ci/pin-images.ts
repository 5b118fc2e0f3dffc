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
/** What the lab is built for; a digest of an image of one platform would leave out the other. */
const platforms = ['linux/amd64', 'linux/arm64'];

interface Index {
  readonly digest?: string;
  readonly manifests?: readonly {
    readonly platform?: { readonly os?: string; readonly architecture?: string };
  }[];
}

function digestOf(name: string): string {
  const known = digests.get(name);
  if (known !== undefined) return known;
  const inspect = ['buildx', 'imagetools', 'inspect', name, '--format', '{{json .Manifest}}'];
  const said = execFileSync('docker', inspect, { encoding: 'utf8', timeout: 120_000 });
  const { digest = '', manifests = [] }: Index = JSON.parse(said);
  if (!/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`${name} has the digest ${JSON.stringify(digest)}`);
  const there = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
  const missing = platforms.filter((platform) => !there.includes(platform));
  if (missing.length > 0) throw new Error(`${name} is not there for ${missing.join(' and ')}`);
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
