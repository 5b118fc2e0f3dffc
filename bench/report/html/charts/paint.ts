/** How a line is told from the others of its chart: by colour, by the form of its points, by its dash. */
export interface Paint {
  /** A CSS variable of the page with the colour of light pages to fall back on, so that a chart taken away has one. */
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'wye' | 'cross';
}

/**
 * After Okabe and Ito's colour-blind safe set, darkened until each is readable as text on white. A strategy has
 * the same colour in every chart; a second endpoint of the same strategy takes its neighbour's.
 */
const paints: Readonly<Record<string, readonly Paint[]>> = {
  sync: [
    { colour: 'var(--sync, #b5400a)', symbol: 'square' },
    { colour: 'var(--sync-2, #7d5d00)', symbol: 'cross' },
  ],
  async: [
    { colour: 'var(--async, #0a5fae)', symbol: 'circle' },
    { colour: 'var(--async-2, #1c6d7e)', symbol: 'wye' },
  ],
  pool: [
    { colour: 'var(--pool, #00704f)', symbol: 'triangle' },
    { colour: 'var(--pool-2, #51690f)', symbol: 'cross' },
  ],
  queue: [
    { colour: 'var(--queue, #8b3a86)', symbol: 'diamond' },
    { colour: 'var(--queue-2, #94284f)', symbol: 'wye' },
  ],
};

const plain: Paint = { colour: 'var(--ink, #1d2329)', symbol: 'circle' };

/** @param nth of those with that strategy in the chart, from 0 on */
export function paintOf(strategy: string, nth: number): Paint {
  const own = paints[strategy] ?? [plain];
  return own[nth % own.length] ?? plain;
}

export const quiet = 'var(--quiet, #626b75)';
export const shade = 'var(--shade, #eceef1)';
export const paper = 'var(--paper, #ffffff)';
