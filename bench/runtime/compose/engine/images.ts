import type { EngineFacts } from '@headroom/contract/engine.ts';
import { z } from 'zod';
import { compose, docker } from '../docker.ts';

type Images = EngineFacts['images'];

const configSchema = z.object({ services: z.record(z.string(), z.object({ image: z.string().optional() })) });
const inspectedSchema = z.tuple([z.object({ Id: z.string(), RepoDigests: z.array(z.string()).nullish() })]);

/**
 * The images of these services, by what the engine has under their names.
 * @param furtherFile describes services beside docker-compose.yml; null is none
 */
export async function imagesOf(services: readonly string[], furtherFile: string | null): Promise<Images> {
  const { stdout } = await compose(['config', '--format', 'json'], { furtherFile });
  const config = read(configSchema, stdout);
  const named = [...new Set(services)].sort().flatMap((service) => {
    const name = config?.services[service]?.image;
    return name === undefined ? [] : [{ service, name }];
  });
  return Promise.all(named.map(async (image) => ({ ...image, ...(await identityOf(image.name)) })));
}

async function identityOf(name: string): Promise<{ id: string | null; digest: string | null }> {
  const inspected = read(inspectedSchema, (await docker(['image', 'inspect', name])).stdout);
  const image = inspected?.[0];
  return {
    // Podman leaves out how it was counted.
    id: image?.Id.replace(/^(?!sha256:)/, 'sha256:') ?? null,
    digest: image?.RepoDigests?.[0]?.split('@').at(-1) ?? null,
  };
}

function read<T>(schema: z.ZodType<T>, said: string): T | null {
  try {
    return schema.parse(JSON.parse(said));
  } catch {
    return null;
  }
}
