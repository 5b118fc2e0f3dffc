import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noiseFloorSchema } from '@headroom/contract/noise-floor.ts';
import { describe, expect, it } from 'vitest';
import { type FakeCell, fakeRun, inTurn } from './fixtures/runs.ts';
import { machineKey } from './machine-key.ts';
import { noiseFloorOf } from './noise-floor.ts';
import { noiseFloorOfBoth, storeNoiseFloor } from './noise-store.ts';
import { noiseFloorText } from './noise-text.ts';
import { relabellings } from './relabellings.ts';

const cell = (spread: number, figures: Partial<FakeCell> = {}): FakeCell => ({
  endpoint: '/async',
  vus: 10,
  latencySeconds: 1,
  spread,
  repeats: 6,
  ...figures,
});
const floorOf = (...cells: FakeCell[]) => {
  const { base, head } = inTurn(fakeRun('b', cells, 1), fakeRun('h', cells, 2));
  return noiseFloorOf(base, head);
};

describe('relabellings', () => {
  const block = { base: [1, 2], head: [3, 4] };
  it('are all ways to give the values of each block to the two sides', () => {
    expect([...relabellings([block], 1)]).toHaveLength(6);
    const two = [...relabellings([block, block], 1)];
    expect(two).toHaveLength(36);
    expect(new Set(two.map((way) => JSON.stringify(way))).size).toBe(36);
    for (const { base, head } of two) expect([base.length, head.length]).toEqual([4, 4]);
  });

  it('are a seeded sample where there are too many', () => {
    const many = Array.from({ length: 10 }, () => block);
    const drawn = (seed: number) => {
      const [first, second, third] = relabellings(many, seed);
      return JSON.stringify([first, second, third]);
    };
    expect([...relabellings(many, 1)]).toHaveLength(20_000);
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
  });
});

describe('the noise floor', () => {
  it('is the larger the more trials differ, and the largest of all cells', () => {
    const [quiet, noisy] = [floorOf(cell(0.001)), floorOf(cell(0.2))];
    expect(quiet.shares.p50).toBeLessThan(0.002);
    expect(noisy.shares.p50).toBeGreaterThan(0.05);
    expect(noisy.shares.p50).toBeLessThan(0.4);
    const both = floorOf(cell(0.001), cell(0.2, { endpoint: '/cpu' }));
    expect(both.shares.p50).toBe(Math.max(...both.cells.map(({ shares }) => shares.p50 ?? 0)));
    expect(noiseFloorSchema.parse(both)).toEqual(both);
  });

  it('leaves out what is unfit', () => {
    const failing = cell(0.2, { endpoint: '/cpu', change: (record) => ({ ...record, failedRequests: 1 }) });
    const { cells, shares } = floorOf(cell(0.001), failing);
    expect(cells.map(({ shares: own }) => own)).toEqual([shares, {}]);
    expect(shares.p50).toBeLessThan(0.002);
  });

  it('is kept by machine, and read for runs of that machine alone', () => {
    const out = mkdtempSync(join(tmpdir(), 'headroom-noise-'));
    const floor = floorOf(cell(0.1));
    const { manifest } = fakeRun('b', [cell(0.1)], 1);
    const other = { ...manifest, machine: { ...manifest.machine, cpuModel: 'Other' } };
    expect(noiseFloorOfBoth(out, manifest, manifest)).toBeNull();
    storeNoiseFloor(out, floor);
    expect(readdirSync(join(out, 'noise'))).toEqual([`${machineKey(manifest)}.json`]);
    expect(noiseFloorOfBoth(out, manifest, manifest)).toEqual({ runId: 'h', shares: floor.shares });
    expect(noiseFloorOfBoth(out, manifest, other)).toBeNull();
    expect(noiseFloorOfBoth(out, other, other)).toBeNull();
    writeFileSync(join(out, 'noise', `${machineKey(manifest)}.json`), '{"schemaVersion":1');
    expect(() => noiseFloorOfBoth(out, manifest, manifest)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_DAMAGED',
        message: expect.stringContaining('Remove it'),
      }),
    );
  });

  it('that cannot be read is not taken for none', () => {
    const out = mkdtempSync(join(tmpdir(), 'headroom-noise-'));
    const { manifest } = fakeRun('b', [cell(0.1)], 1);
    mkdirSync(join(out, 'noise', `${machineKey(manifest)}.json`), { recursive: true });
    expect(() => noiseFloorOfBoth(out, manifest, manifest)).toThrow(
      expect.objectContaining({ code: 'BENCH_RESULTS_UNREADABLE' }),
    );
  });

  it('is shown by figure and cell', () => {
    expect(noiseFloorText(floorOf(cell(0.1)))).toMatch(/p50.*%.*%/);
  });
});

describe('the key of a machine', () => {
  const { manifest } = fakeRun('b', [cell(0)], 1);
  it('is a name of a file, the same for the same machine', () => {
    expect(machineKey(manifest)).toMatch(/^example-cpu-2-50ghz-2cpus-native-[0-9a-f]{8}$/);
    const rebooted = {
      ...manifest.machine,
      release: '7.0',
      memoryBytes: manifest.machine.memoryBytes - 4096,
    };
    expect(machineKey({ ...manifest, machine: rebooted })).toBe(machineKey(manifest));
    expect(machineKey({ ...manifest, cpus: { subject: [0], generator: [1] } })).not.toBe(
      machineKey(manifest),
    );
    expect(machineKey({ ...manifest, machine: { ...manifest.machine, cpuModel: '../..' } })).toMatch(
      /^cpu-2cpus/,
    );
  });
});
