import type { Scaling } from '@headroom/contract/scaling.ts';

/** How an endpoint serves several users at once, of whatever subject. */
export type Classification = Omit<Scaling, 'subject' | 'endpoint'>;
