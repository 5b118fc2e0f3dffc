// Asks the service in this container for its health. A program of its own, so that the image needs no shell.
const port = process.env.API_PORT ?? 8000;
const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
