import type { OptionSource } from './option-source.ts';

/** What a search for capacity does unless told otherwise: many short trials, and three where it matters. */
export const capacityDefaults: OptionSource = {
  origin: 'the defaults of capacity',
  options: { duration: '10s', warmup: '3s', repeats: 3 },
  spell: (key) => key,
};
