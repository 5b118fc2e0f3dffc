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
// Node closes a connection after 5 s without a request (and one more), also one on which a request lies ready that a blocked
// loop has not read yet: whoever sent it meets a reset. So the client, who knows whether it will ask again, closes first.
server.keepAliveTimeout = 65_000;
// Some versions of Node count this one from the last answer on.
server.headersTimeout = 66_000;
process.once('SIGTERM', () => server.close(() => process.exit()));
