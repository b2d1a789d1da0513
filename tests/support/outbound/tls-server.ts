// An HTTPS server on loopback whose certificate this process trusts while the test runs.
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { loadCertificate } from '#adapters/tls/certificate.ts';

/** A running server. `host` is the name in its certificate, which must be resolved to 127.0.0.1. */
export interface TlsServer {
  readonly host: string;
  readonly port: number;
  readonly seen: readonly IncomingMessage[];
}

/** Starts it; it ends with the test. */
export async function startTlsServer(answer: RequestListener): Promise<TlsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'));
  const defaults = getCACertificates('default');
  const { cert, key } = await loadCertificate(folder, undefined, ['127.0.0.1']);
  setDefaultCACertificates([...defaults, cert]);
  const seen: IncomingMessage[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    setDefaultCACertificates(defaults);
    server.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return { host: hostname().toLowerCase(), port, seen };
}
