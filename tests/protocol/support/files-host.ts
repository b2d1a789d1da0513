// A host whose workspace is emptied before each test, and calls about its files over the socket and HTTP.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './protocol-host.ts';

/** The session of the tests. */
export const KEY = 'agent:main:files';
/** Names it in URLs. */
export const QUERY = `?sessionKey=${encodeURIComponent(KEY)}`;

/** SHA-256, hex. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Starts the host before the tests of a file, and stops it after them. */
export function useFilesHost(...options: Parameters<typeof startProtocolHost>) {
  let host: ProtocolHost;
  let client: GatewayClient;
  beforeAll(async () => {
    host = await startProtocolHost(...options);
    client = await connectTo(host.address.origin, TOKEN);
    await client.request('sessions.create', { key: KEY, cwd: host.workspace });
  });
  afterAll(async () => {
    client.stop();
    await host.stop();
  });
  beforeEach(() => {
    for (const name of readdirSync(host.workspace))
      rmSync(join(host.workspace, name), { recursive: true, force: true });
  });
  const request: GatewayClient['request'] = (...call) => client.request(...call);
  return {
    host: () => host,
    client: () => client,
    request,
    /** A path in the workspace. */
    at: (...parts: readonly string[]): string => join(host.workspace, ...parts),
    /** Files of uploads that aren't finished. */
    staged: (): readonly string[] => {
      const folder = join(host.home, 'uploads');
      return existsSync(folder) ? readdirSync(folder) : [];
    },
    /** Calls the HTTP API. */
    call: (verb: string, path: string, options?: HttpOptions) => callHttp(host.address.origin, verb, path, options),
    /** Starts an upload and sends all of it in parts. */
    async upload(path: string, bytes: Uint8Array, conflict?: 'fail' | 'replace' | 'keepBoth', part = 1000) {
      const start = { sessionKey: KEY, path, size: bytes.length, ...(conflict === undefined ? {} : { conflict }) };
      const { uploadId } = await client.request('files.upload.start', start);
      for (let offset = 0; offset < bytes.length; offset += part)
        await client.request('files.upload.append', {
          uploadId,
          offset,
          data: Buffer.from(bytes.subarray(offset, offset + part)).toString('base64'),
        });
      return (await client.request('files.upload.finish', { uploadId })).file;
    },
  };
}

interface HttpOptions {
  readonly body?: Uint8Array | object;
  readonly headers?: Record<string, string>;
}

function callHttp(origin: string, verb: string, path: string, { body, headers = {} }: HttpOptions = {}) {
  const isBytes = body instanceof Uint8Array;
  return fetch(`${origin}${path}`, {
    method: verb,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(isBytes ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
  });
}
