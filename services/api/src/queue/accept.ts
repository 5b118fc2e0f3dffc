/** What is needed of Fastify's reply. */
export interface AcceptingReply {
  header(name: string, value: string): unknown;
}

/** The answer to a job that was taken in: where its result will be. The status, 202, is the route's. */
export function accept(reply: AcceptingReply, route: string, id: string): { readonly id: string } {
  reply.header('location', `${route}/${id}`);
  return { id };
}
