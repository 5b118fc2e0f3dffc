import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparisonSchema } from '@headroom/contract/comparison.ts';
import { runRowsSchema } from '@headroom/contract/live.ts';
import { reportSchema } from '@headroom/contract/report.ts';
import { parseHTML } from 'linkedom';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import type { RunFolder } from '../collect/run-folder.ts';
import { catchPrinted } from '../fixtures/catch-printed.ts';
import { writeHostileRun } from '../runs/fixtures/hostile-run.ts';
import { type LiveServer, liveServer } from '../serve/fixtures/live-server.ts';

const out = mkdtempSync(join(tmpdir(), 'headroom-hostile-'));
/** As a folder may be called. */
const name = '\u001b[2J\n::error::x "<img src=x>';
let runs: [RunFolder, RunFolder];
beforeAll(() => {
  runs = [writeHostileRun(out, name), writeHostileRun(out, '20260101-000000-other')];
});

let shown: string[];
beforeEach(() => {
  shown = [];
  for (const stream of ['log', 'error'] as const) {
    vi.spyOn(console, stream).mockImplementation((text) => shown.push(String(text)));
  }
  catchPrinted((text) => shown.push(text));
});
afterEach(() => vi.restoreAllMocks());

/** What a command says on the terminal. */
async function say(...words: string[]): Promise<string> {
  await runCli([...words, '--out', out]);
  return shown.join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const orders = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|^\s*::[a-z]|##\[/im;

function demandTame(text: string): void {
  expect(text.length).toBeGreaterThan(0);
  expect(orders.exec(text)?.[0]).toBeUndefined();
}

function demandPage(page: string): void {
  demandTame(page.replaceAll(/^\s*::|##/gm, ''));
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('img, iframe, object, [onerror]')).toHaveLength(0);
  expect(document.querySelectorAll('script')).toHaveLength(1);
  expect(page).not.toMatch(/<img|<script>alert/i);
  for (const link of document.querySelectorAll('a')) {
    expect(link.getAttribute('href')).toMatch(/^(#|data:text\/csv;)/);
  }
}

function demandMarkdown(text: string): void {
  // What is an order to a workflow is none in a file.
  demandTame(text.replaceAll(/##|^\s*::/gm, ''));
  expect(text).not.toContain('<');
  // Neither a link nor an image, and no block of code.
  expect(text).not.toMatch(/(^|[^\\])(\\\\)*\[/);
  expect(text).not.toMatch(/^\s*(- )?(```|~~~)/m);
  let columns = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) columns = 0;
    else {
      const bars = line.replaceAll(/\\./g, '').split('|').length;
      columns ||= bars;
      expect(bars, line).toBe(columns);
    }
  }
}

describe('a run whose every text is hostile', () => {
  it('is reported in every form', { timeout: 300_000 }, async () => {
    for (const { runId, reportMarkdown, reportHtml, reportJson } of runs) {
      demandTame(await say('report', runId));
      demandMarkdown(readFileSync(reportMarkdown, 'utf8'));
      demandPage(readFileSync(reportHtml, 'utf8'));
      const report = reportSchema.parse(JSON.parse(readFileSync(reportJson, 'utf8')));
      expect(report.preset).toContain('\u001b]0;mine');
      expect(report.missingCells.length).toBeLessThan(report.cells.length);
      expect(report.excluded).not.toEqual([]);
    }
  });

  it('is listed', async () => {
    demandTame(await say('runs'));
    shown = [];
    const json = await say('runs', '--json');
    demandTame(json);
    expect(JSON.parse(json).runs.map((run: { runId: string }) => run.runId)).toContain(name);
  });

  it('is compared in every form', async () => {
    const words = ['compare', join(out, name), runs[1].runId, '--gate', 'throughput:-5%', '--force'];
    demandTame(await say(...words));
    for (const format of ['markdown', 'json', 'junit']) {
      shown = [];
      const file = join(out, `comparison.${format}`);
      demandTame(await say(...words, `--${format}`, '-'));
      shown = [];
      await say(...words, `--${format}`, file);
      const text = readFileSync(file, 'utf8');
      if (format === 'markdown') demandMarkdown(text);
      if (format === 'json') comparisonSchema.parse(JSON.parse(text));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to say them.
      if (format === 'junit') expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]|<img|<script/);
    }
  });

  it('is no more than data to the live page', async () => {
    const server: LiveServer = await liveServer({ out });
    try {
      const rows = await server.ask('GET', '/api/runs');
      expect(rows.headers['content-type']).toContain('application/json');
      expect(runRowsSchema.parse(rows.json()).runs.map(({ runId }) => runId)).toContain(name);
      const id = encodeURIComponent(name);
      demandPage((await server.ask('GET', `/runs/${id}/report.html`)).body);
      const archive = await server.ask('GET', `/runs/${id}/download`);
      expect(archive.statusCode).toBe(200);
      expect(archive.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+\.tar\.gz"$/);
      const html = { accept: 'text/html' };
      const missing = await server.ask('GET', `/runs/${id}x/report.html`, undefined, html);
      expect(missing.statusCode).toBe(404);
      expect(missing.body).not.toMatch(/<img/);
    } finally {
      await server.app.close();
    }
  });

  it('is deleted by nothing but its name', async () => {
    mkdirSync(join(out, 'kept'));
    demandTame(await say('runs', 'delete', runs[0].runId));
    shown = [];
    demandTame(await say('runs', 'delete', '\u001b[31m\n::error::no'));
  });
});
