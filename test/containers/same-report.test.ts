import type { Report } from '@headroom/contract/report.ts';
import { expect, it } from 'vitest';
import { containerLab, labVariables } from '../support/container-lab.ts';
import { testLab } from '../support/lab.ts';

const plan = ['run', '--endpoint', '/async', '--vus', '1,5', '--duration', '2s', '--warmup', '1s'];

/** Every path to a value, with the type of the value there. */
function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => shapeOf(entry, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => shapeOf(part, `${path}.${key}`));
}

/** But for what each runtime has beside subject and generator. */
const shape = ({ cells, articleTable, ...rest }: Report): string[] => [
  ...new Set([
    ...shapeOf(cells.map(({ warnings, others, ...cell }) => cell)),
    ...shapeOf(articleTable),
    ...Object.keys(rest),
  ]),
];

it('gives the same report on containers as on child processes, and leaves nothing of them', async () => {
  const native = await testLab();
  expect((await native.run([...plan, '--runtime', 'native'])).exitCode).toBe(0);

  const compose = await containerLab(await labVariables('same'));
  const { exitCode, stderr } = await compose.run([...plan, '--runtime', 'compose']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);

  expect(shape(compose.report()).sort()).toEqual(shape(native.report()).sort());
  expect(compose.report().cells.map(({ endpoint, vus }) => [endpoint, vus])).toEqual(
    native.report().cells.map(({ endpoint, vus }) => [endpoint, vus]),
  );
  // Volumes with the measured data stay until `down`.
  await compose.run(['down']);
  expect(compose.remains()).toEqual([]);
});
