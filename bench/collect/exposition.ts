/** One metrics page: sums of samples by name and labels. */
export interface Exposition {
  /** Sum over all samples of `name` that carry `labels`; null when there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number | null;
}

/** Reads Prometheus' text format, as much of it as the subject's page uses. */
export function parseExposition(text: string): Exposition {
  const samples = text.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    return match ? [{ name: match[1], labels: match[2] ?? '', value: Number(match[3]) }] : [];
  });
  return {
    sum: (name, labels = {}) => {
      const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
      const found = samples.filter(
        (sample) => sample.name === name && wanted.every((label) => sample.labels.split(',').includes(label)),
      );
      return found.length === 0 ? null : found.reduce((total, { value }) => total + value, 0);
    },
  };
}
