import type { Reporting } from './reporting.ts';

const downloadLineSeconds = 1;
const buildLineSeconds = 10;

/** Announces how far a download is: at most one line a second, and none that repeats the one before. */
export function downloadProgress(
  name: string,
  announce: Reporting['announce'],
  now: () => number = () => performance.now() / 1000,
): (receivedBytes: number, totalBytes: number | null) => void {
  let lastSeconds = now();
  let lastLine = '';
  return (receivedBytes, totalBytes) => {
    if (now() - lastSeconds < downloadLineSeconds) return;
    lastSeconds = now();
    const line = `Downloading ${name}: ${amount(receivedBytes, totalBytes)}`;
    if (line !== lastLine) announce(line);
    lastLine = line;
  };
}

/** Announces every 10 seconds that a build goes on, until the returned function is called. */
export function buildProgress(name: string, announce: Reporting['announce']): () => void {
  let elapsedSeconds = 0;
  const lines = setInterval(() => {
    elapsedSeconds += buildLineSeconds;
    announce(`Building ${name}: ${elapsedSeconds} s`);
  }, buildLineSeconds * 1000);
  return () => clearInterval(lines);
}

function amount(receivedBytes: number, totalBytes: number | null): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  if (totalBytes === null) return megabytes(receivedBytes);
  return `${Math.floor((100 * receivedBytes) / totalBytes)} % of ${megabytes(totalBytes)}`;
}
