import { fixture } from './lab.ts';

/** An odd service as settings of the subject `odd`, on that port. @param program its file, and its arguments */
export const oddService = ([file, ...args]: readonly [string, ...string[]], port: number) => ({
  odd: {
    command: ['node', fixture(`odd-services/${file}`), ...args],
    port,
    endpoints: { '/': { workload: 'odd', strategy: 'sync' } },
    readyTimeout: '3m',
  },
});
