import type { Lab } from '@headroom/contract/live.ts';

type Endpoint = Lab['subjects'][number]['endpoints'][number];

/** What an endpoint is called in the choice of users. */
export function nameOf({ userClass, path, workload, strategy }: Endpoint): string {
  const asked = `${path} (${workload}, ${strategy})`;
  return userClass === null ? asked : `${userClass} — ${asked}`;
}
