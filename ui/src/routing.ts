import { useSyncExternalStore } from 'react';

/** The page's views, each with its own address. */
export const addresses = { run: '#/', runs: '#/runs' } as const;
export type View = keyof typeof addresses;

/** The view of an address; any other address is the first view. */
export const viewOf = (hash: string): View => (hash === addresses.runs ? 'runs' : 'run');

/** The view that the address bar asks for. */
export function useView(): View {
  return useSyncExternalStore(subscribe, () => viewOf(location.hash));
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
