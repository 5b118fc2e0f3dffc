/** One metrics page: its samples by name and labels. */
export interface Exposition {
  /** Of all samples, in their order. */
  readonly names: readonly string[];
  /** Of all samples of `name`, whatever their labels. */
  values(name: string): number[];
  /** Sum over all samples of `name` that carry `labels`; null when there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number | null;
}

/** Reads Prometheus' text format, as much of it as the subject's page uses. */
export function parseExposition(text: string): Exposition {
  const samples = text.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    return match ? [{ name: match[1] as string, labels: match[2] ?? '', value: Number(match[3]) }] : [];
  });
  return {
    names: samples.map(({ name }) => name),
    values: (name) => samples.filter((sample) => sample.name === name).map(({ value }) => value),
    sum: (name, labels = {}) => {
      const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
      const found = samples.filter(
        (sample) => sample.name === name && wanted.every((label) => sample.labels.split(',').includes(label)),
      );
      return found.length === 0 ? null : found.reduce((total, { value }) => total + value, 0);
    },
  };
}
