import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { QUIET } from '#tests/support/quiet-log.ts';
import { createFetch } from '../providers/http-fetch.ts';
import { loadCertificate } from './certificate.ts';
import { trustExtraAuthorities } from './extra-authorities.ts';

it('lets requests trust the authorities in NODE_EXTRA_CA_CERTS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const defaults = getCACertificates('default');
  onTestFinished(() => setDefaultCACertificates(defaults));
  const { cert, key } = await loadCertificate(folder, undefined, ['127.0.0.1']);
  const server = createServer({ cert, key }, (_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  // A TCP server has a port.
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const call = createFetch(() => 5_000);
  await expect(call(url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, `# company\n${cert}`);
  trustExtraAuthorities({ NODE_EXTRA_CA_CERTS: file }, QUIET);
  expect(await (await call(url)).text()).toBe('hello');
  trustExtraAuthorities({ NODE_EXTRA_CA_CERTS: join(folder, 'missing') }, QUIET);
  expect(await (await call(url)).text()).toBe('hello');
});
