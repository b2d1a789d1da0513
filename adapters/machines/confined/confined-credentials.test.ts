// A confined command uses a private repository, and nothing inside the sandbox holds the credential.
// Proves: N-17, SC-8
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { Secret } from '#core/ports/secrets.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { findMissingConfinement, openConfined } from '#tests/support/confined-machine.ts';
import { serveGit } from '#tests/support/outbound/git-backend.ts';
import { startTlsServer } from '#tests/support/outbound/tls-server.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';
import { withDefaults } from '../../configuration/settings.ts';
import { createEgressProxies } from '../../outbound/egress-proxy/open-egress-proxy.ts';

const missing =
  findMissingConfinement() ?? (spawnSync('socat', ['-V']).error === undefined ? undefined : 'socat is not installed');
beforeEach((context) => context.skip(missing !== undefined, missing));

const CANARY = 'canary-credential-4711-confined';
const BASIC = `Basic ${Buffer.from(`tester:${CANARY}`).toString('base64')}`;

/** Bare repositories with one commit, below `team/` and `other/`. */
function makeRepositories(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const seed = join(folder, 'seed');
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { stdio: 'pipe' });
  git('init', '-q', '-b', 'main', seed);
  writeFileSync(join(seed, 'notes.md'), 'hello\n');
  git('-C', seed, 'add', '.');
  git('-C', seed, 'commit', '-qm', 'Add notes');
  for (const place of ['team', 'other']) git('clone', '-q', '--bare', seed, join(folder, 'served', place, 'app.git'));
  return join(folder, 'served');
}

it('clones with a credential that is nowhere in its environment, files, or processes', async () => {
  const { host, port } = await startTlsServer(serveGit(makeRepositories(), BASIC));
  const egress = createEgressProxies({
    ledger: UNRECORDED,
    credentials: async () => [
      { host, port, path: '/team', use: 'git', access: 'read', user: 'tester', secret: new Secret(CANARY) },
    ],
    resolve: async () => ['127.0.0.1'],
  });
  const settings = () =>
    withDefaults({ machines: { confined: { network: 'hosts', hosts: [`${host}:${port}`] } } }).machines;
  const { machine, close } = await openConfined({ egress, settings });
  onTestFinished(close);
  const clone = (place: string) =>
    run(machine, `GIT_TERMINAL_PROMPT=0 git clone -q https://${host}:${port}/${place}/app.git ${place} 2>&1`);
  expect(await clone('team')).toMatchObject({ exitCode: 0 });
  expect((await run(machine, 'cat team/notes.md')).output).toBe('hello\n');
  expect(await clone('other')).toMatchObject({ exitCode: 128 });
  const encoded = Buffer.from(`tester:${CANARY}`).toString('base64').slice(4, -4);
  const search = `env; git config --list --show-origin; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n'; grep -raE '${CANARY.slice(0, 9)}[-]credential|${encoded.slice(0, 8)}[${encoded.charAt(8)}]' . "$HOME" /tmp 2>/dev/null`;
  const found = (await run(machine, search)).output;
  expect(found).toContain('PATH=');
  expect(found).not.toContain(CANARY);
  expect(found).not.toContain(encoded);
});
