import { describe, expect, it } from 'vitest';
import { seriesOutput } from './load-script.ts';

describe('seriesOutput', () => {
  it('keeps a file of any name apart from the settings beside it', () => {
    const file = '/results/a b+c%20&port=80#d,e=f/series.ndjson';
    const [, settings] = /^web-dashboard=(.*)$/.exec(seriesOutput(file, 5665)) ?? [];
    expect(settings).not.toMatch(/[ ,#]/);
    expect(Object.fromEntries(new URLSearchParams(settings))).toEqual({
      ...{ host: '127.0.0.1', port: '5665', period: '1s', record: file },
    });
  });

  it('shows nothing where no port is named', () => {
    expect(seriesOutput('series.ndjson')).toContain('port=-1');
  });
});
