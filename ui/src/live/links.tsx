import type { CurrentRun } from '@headroom/contract/live.ts';
import { isWebAddress } from '../words/web-address.ts';

/** Pages of other programs, beside this one. */
export function Links({ links }: { readonly links: CurrentRun['links'] }) {
  return links
    .filter(({ url }) => isWebAddress(url))
    .map(({ title, url }) => (
      <a key={url} href={url} target="_blank" rel="noreferrer">
        {title}
        <span className="unseen"> (in a new tab)</span>
      </a>
    ));
}
