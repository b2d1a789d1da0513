import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadCertificate } from './certificate.ts';

it('keeps a generated certificate in owner-only files with any umask, and loads it again', async () => {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'));
  const before = process.umask(0);
  onTestFinished(() => {
    process.umask(before);
    rmSync(base, { recursive: true, force: true });
  });
  const folder = join(base, 'tls');
  const made = await loadCertificate(folder, undefined, ['127.0.0.1']);
  const mode = (name: string): number => statSync(join(folder, name)).mode & 0o777;
  expect([mode('.'), mode('gateway.key'), mode('gateway.crt')]).toEqual([0o700, 0o600, 0o600]);
  expect(await loadCertificate(folder, undefined, ['127.0.0.1'])).toEqual(made);
});
