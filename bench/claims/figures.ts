import type { Bounded } from '@headroom/contract/report.ts';
import { seconds } from '../words/in-words.ts';

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;
export const bounded = ({ value, bound }: Bounded): string =>
  `${bound === 'lower' ? 'at least ' : ''}${seconds(value)}`;
