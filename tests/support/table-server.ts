// A local server with a model table in the format of models.dev.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A started server. */
export interface TableServer {
  readonly url: string;
  /** `host:port`, for `network.allow`. */
  readonly service: string;
  /** Requests so far. */
  count(): number;
  /** Sets the response: the table as JSON, or anything else. */
  answer(answer: TableAnswer): void;
  close(): Promise<void>;
}

/** A table, or a function that writes the response. */
export type TableAnswer = object | ((response: ServerResponse) => void);

/** A model of models.dev with the fields that Gatehouse reads, and others. */
export function tableModel(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: 'one',
    name: 'Model One',
    attachment: true,
    reasoning: true,
    tool_call: true,
    modalities: { input: ['text', 'image', 'pdf'], output: ['text'] },
    cost: { input: 8, output: 40, cache_read: 0.8, cache_write: 10 },
    limit: { context: 500_000, output: 50_000 },
    release_date: '2026-11-01',
    ...change,
  };
}

/** A table with Anthropic models, and a model of a provider that Gatehouse doesn't know. */
export function modelTable(models: Readonly<Record<string, unknown>>): object {
  return { anthropic: { id: 'anthropic', models }, elsewhere: { id: 'elsewhere', models: { x: tableModel() } } };
}

/** Starts a server on a free port. */
export async function startTableServer(): Promise<TableServer> {
  let current: TableAnswer = {};
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    if (typeof current === 'function') return current(response);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(current));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const service = `127.0.0.1:${port}`;
  return {
    url: `http://${service}/api.json`,
    service,
    count: () => requests,
    answer: (next) => (current = next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
