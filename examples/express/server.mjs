// Two ways to do the same work, as anybody's service might have them.
import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';
import express from 'express';

const { HOST = '127.0.0.1', PORT = '8100' } = process.env;
const work = ['a password', 'a salt', 150_000, 16, 'sha256'];
const derive = promisify(pbkdf2);

const app = express();
app.get('/healthz', (_, response) => response.send('ok'));
app.get('/ping', (_, response) => response.send('pong'));
app.get('/login/sync', (_, response) => response.json({ key: pbkdf2Sync(...work).toString('hex') }));
app.get('/login/async', async (_, response) =>
  response.json({ key: (await derive(...work)).toString('hex') }),
);

const server = app.listen(Number(PORT), HOST, (error) => {
  if (error) throw error;
});
process.once('SIGTERM', () => server.close(() => process.exit()));
