// Loads a URL by autocannon and prints when each right answer came, in seconds from the start: one JSON list.
import { pathToFileURL } from 'node:url';

const [module, url, connections, seconds] = process.argv.slice(2);
const { default: autocannon } = await import(pathToFileURL(module).href);
const answered = [];
const startedAt = performance.now();
const load = autocannon(
  { url, connections: Number(connections), duration: Number(seconds), timeout: 60 },
  () => process.stdout.write(JSON.stringify(answered)),
);
load.on('response', (_client, status) => {
  if (status === 200) answered.push((performance.now() - startedAt) / 1000);
});
