// `gatehouse doctor` without a running gateway: faults that were planted in a home folder.
// Proves: SC-9
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCertificate } from '#adapters/tls/certificate.ts';
import { MIGRATIONS } from '#adapters/sqlite/migrations/registry.ts';
import { runCli } from '../run.ts';
import type { Finding } from './check.ts';

const VERSION_OFFSET = 60;
const newest = Math.max(...MIGRATIONS.map(({ version }) => version));

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-doctor-'));
  plant('token', 'x');
  plant('sealing.key', 'x');
  plantDatabase(newest);
});
afterEach(() => rmSync(home, { recursive: true }));

function plant(name: string, content: string | Uint8Array, mode = 0o600): string {
  const path = join(home, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** The header of a database. */
function plantDatabase(version: number): string {
  const header = Buffer.alloc(4096);
  header.write('SQLite format 3\0', 'latin1');
  header.writeInt32BE(version, VERSION_OFFSET);
  return plant('gatehouse.db', header);
}

interface Report {
  readonly code: number;
  readonly errors: readonly string[];
  readonly findings: readonly Finding[];
}

async function diagnose(environment: Readonly<Record<string, string>> = {}, port = '0'): Promise<Report> {
  let text = '';
  const sink = { write: (part: string) => ((text += part), true) };
  const code = await runCli(['doctor', '--security', '--offline', '--json'], {
    environment: { HOME: home, GATEHOUSE_HOME: home, GATEHOUSE_PORT: port, PATH: '/usr/bin:/bin', ...environment },
    pages: '',
    stdout: sink,
    stderr: sink,
  });
  // The command writes one object.
  const { checks } = JSON.parse(text) as { readonly checks: readonly { readonly findings: readonly Finding[] }[] };
  const findings = checks.flatMap((check) => check.findings);
  return { code, findings, errors: findings.filter(({ level }) => level === 'error').map((finding) => finding.text) };
}

describe.runIf(process.platform === 'linux')('doctor', () => {
  it('finds nothing wrong with a home folder as Gatehouse creates it, and changes nothing in it', async () => {
    const before = readdirSync(home).map((name) => [name, statSync(join(home, name)).mtimeMs]);
    const { code, errors } = await diagnose();
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(readdirSync(home).map((name) => [name, statSync(join(home, name)).mtimeMs])).toEqual(before);
  });

  it('finds files that others can read, with the command that fixes them', async () => {
    for (const name of ['token', 'sealing.key', 'gatehouse.db']) chmodSync(join(home, name), 0o644);
    plant('gatehouse.env', 'KEY=x', 0o640);
    chmodSync(home, 0o755);
    const { code, findings } = await diagnose();
    expect(code).toBe(1);
    const open = findings.filter(({ text }) => text.startsWith('Other users have access to'));
    expect(new Set(open.map(({ text }) => text.split('/').at(-1)))).toEqual(
      new Set([home.split('/').at(-1), 'gatehouse.db', 'gatehouse.env', 'sealing.key', 'token']),
    );
    expect(open.every(({ fix }) => fix?.startsWith('chmod -R go-rwx /') === true)).toBe(true);
  });

  it('finds a damaged database and one of a newer version', async () => {
    plantDatabase(newest + 1);
    expect((await diagnose()).errors).toEqual([expect.stringContaining('written by a newer version')]);
    plant('gatehouse.db', 'garbage');
    expect((await diagnose()).errors).toEqual([expect.stringContaining('is not a database')]);
  });

  it('finds an invalid configuration and one with a secret in it', async () => {
    plant('gatehouse.json5', '{ logs: { level: "loud" } }');
    expect((await diagnose()).errors).toEqual([expect.stringContaining('logs.level')]);
    plant('gatehouse.json5', '{ hooks: { enabled: true, token: "0123456789abcdef0123" } }');
    const { findings } = await diagnose();
    expect(findings.map(({ text }) => text)).toContain(
      'hooks.token in the configuration contains a secret as plain text',
    );
    plant('gatehouse.json5', '{ hooks: { enabled: true, token: "${HOOK:-0123456789abcdef0123}" } }');
    expect((await diagnose()).findings.some(({ text }) => text.includes('plain text'))).toBe(false);
  });

  it('finds a proxy that lets anyone in, or nobody', async () => {
    const auth = {
      mode: 'trusted-proxy',
      proxy: { addresses: ['0.0.0.0/0'], loopback: true, origins: ['http://gate.example.org'] },
    };
    plant('gatehouse.json5', JSON.stringify({ gateway: { auth } }));
    const { errors, findings } = await diagnose();
    expect(errors).toEqual([
      expect.stringContaining('no user has access'),
      expect.stringContaining('Every computer in 0.0.0.0/0'),
      expect.stringContaining('without TLS'),
    ]);
    expect(findings.some(({ text }) => text.includes('can pretend to be the proxy'))).toBe(true);
  });

  it('finds a key that does not belong to the certificate, and a file that is none', async () => {
    for (const name of ['a', 'b']) await loadCertificate(join(home, name), undefined, []);
    const configure = (certificate: string, key: string) =>
      plant('gatehouse.json5', JSON.stringify({ gateway: { tls: { certificate, key } } }));
    configure(join(home, 'a/gateway.crt'), join(home, 'b/gateway.key'));
    expect((await diagnose()).errors).toEqual([expect.stringContaining("doesn't belong to the certificate")]);
    configure(join(home, 'token'), join(home, 'b/gateway.key'));
    expect((await diagnose()).errors).toEqual([expect.stringContaining("can't be used")]);
    configure(join(home, 'a/gateway.crt'), join(home, 'a/gateway.key'));
    expect((await diagnose()).errors).toEqual([]);
  });

  it('finds a clock that went backward, and dangerous environment variables', async () => {
    const later = Date.now() / 1000 + 7_200;
    utimesSync(join(home, 'gatehouse.db'), later, later);
    const { errors } = await diagnose({ NODE_TLS_REJECT_UNAUTHORIZED: '0', GATEHOUSE_TRUSTED_FOLDERS: '/' });
    expect(errors).toEqual([
      expect.stringContaining('The clock says'),
      expect.stringContaining('turns off the check of certificates'),
      expect.stringContaining('trusts everything below /'),
    ]);
  });

  it('finds a port that another program uses, and what a killed gateway left', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    plant('host.lock', '{"pid":4194999,"since":1}');
    const { findings, code } = await diagnose({}, port);
    server.close();
    expect(code).toBe(0);
    const texts = findings.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining(`Port ${port} is used by another program`));
    expect(texts).toContainEqual(expect.stringContaining('ended without cleaning up'));
  });

  it('finds a service whose program or file others can change', async () => {
    const unit = join(home, '.config/systemd/user/gatehouse.service');
    mkdirSync(join(unit, '..'), { recursive: true });
    writeFileSync(unit, `# Written by gatehouse service install for ${home}\n`);
    chmodSync(unit, 0o666);
    expect((await diagnose()).errors).toContain(`Others can change ${unit}`);
  });
});
