import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFields, type Order, type UserReport, userParameter } from '@headroom/contract/steering.ts';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const mostReportBytes = 16 * 1024 * 1024;

const instant = z.number().positive();
const reportSchema: z.ZodType<UserReport> = z.strictObject({
  answers: z.array(z.number()).refine((numbers) => numbers.length % answerFields === 0),
  waitingSince: instant.nullable(),
  sent: z.array(instant),
});

/** Where the users of a live load are told what to do, and say what they have seen. */
export interface SteeringServer {
  readonly url: string;
  /** Resolves once so many users are connected. */
  connected(users: number): Promise<void>;
  /** Tells one user; does nothing where it is not connected. */
  tell(user: string, order: Order): void;
  tellAll(order: Order): void;
  /** Those that are connected. */
  users(): string[];
  /** Resolves once a user has lost its connection, for whatever reason. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

/** How often the generator is asked for a sign that it runs. */
export const pingSeconds = 1;

/**
 * Listens on loopback, under a path that only the generator of this load knows.
 * @param heard called with every report
 * @param alive called with each sign, asked for every {@link pingSeconds}, that the generator runs
 */
export async function openSteeringServer(
  heard: (user: string, report: UserReport) => void,
  alive: () => void = () => undefined,
): Promise<SteeringServer> {
  const path = `/${randomBytes(18).toString('base64url')}`;
  const http = createServer((_, answer) => answer.writeHead(404).end());
  const sockets = new WebSocketServer({
    server: http,
    path,
    maxPayload: mostReportBytes,
    perMessageDeflate: false,
  });
  const users = new Map<string, WebSocket>();
  let arrived: (() => void) | null = null;
  const lost = Promise.withResolvers<void>();

  sockets.on('connection', (socket, request) => {
    const user = new URL(request.url ?? '', 'http://steering').searchParams.get(userParameter) ?? '';
    users.set(user, socket);
    socket.on('close', () => {
      users.delete(user);
      lost.resolve();
    });
    // The generator's end is told by the generator.
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const report = reportSchema.safeParse(parseJson(String(data)));
      if (report.success) heard(user, report.data);
      else socket.terminate();
    });
    socket.on('pong', alive);
    arrived?.();
  });
  // One user stands for all: they are of one process, whatever their answers take.
  const pinging = setInterval(() => [...users.values()][0]?.ping(), 1000 * pingSeconds);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;

  const send = (socket: WebSocket | undefined, order: Order) => socket?.send(JSON.stringify(order));
  return {
    url: `ws://127.0.0.1:${port}${path}`,
    connected: (wanted) =>
      new Promise((resolve) => {
        arrived = () => {
          if (users.size >= wanted) resolve();
        };
        arrived();
      }),
    users: () => [...users.keys()],
    lost: lost.promise,
    tell: (user, order) => send(users.get(user), order),
    tellAll: (order) => {
      for (const socket of users.values()) send(socket, order);
    },
    close: async () => {
      clearInterval(pinging);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
