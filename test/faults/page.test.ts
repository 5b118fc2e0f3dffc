import { expect, it } from 'vitest';
import { faultsPage } from './faults-page.ts';
import { kinds, requestKinds } from './kinds.ts';

it('docs/faults.md has every fault; make golden renews it', async () => {
  await expect(faultsPage(kinds, requestKinds)).toMatchFileSnapshot('../../docs/faults.md');
});

it('no two faults of a kind are called the same', () => {
  for (const { title, faults } of [...kinds, ...requestKinds]) {
    const names = faults.map(({ fault }) => fault);
    expect(names, title).toEqual([...new Set(names)]);
  }
});
