/// <reference lib="dom" />
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A rule of accessibility that a page breaks, and the elements that break it, as HTML. */
export interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly of: readonly string[];
}

/** Opens everything that can be folded. */
export const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

/** What axe holds against a page as it is shown, with everything unfolded. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  await unfold(page);
  // The policy of a page forbids inline scripts, but not what the debugger evaluates.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // What passes is not described: that takes as long again.
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({
      resultTypes: ['violations'],
    });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, of: nodes.map(({ html }) => html) }));
  });
}

interface Axe {
  run(options: { resultTypes: ['violations'] }): Promise<{
    violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
  }>;
}
