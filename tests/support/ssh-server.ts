// A real OpenSSH server on loopback, with its own keys and configuration.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { waitUntil } from './wait-until.ts';

const SERVER = '/usr/sbin/sshd';
/** The host in the client's configuration. */
export const SSH_HOST = 'gatehouse-test';

/** Why there is no SSH server here, or undefined if there is one. */
export function findMissingSsh(): string | undefined {
  if (spawnSync('ssh', ['-V']).error !== undefined) return 'the OpenSSH client is not installed';
  return existsSync(SERVER) ? undefined : 'openssh-server is not installed';
}

/** Starts a server that accepts the key in the client's configuration, for the user who runs the test. */
export async function startSshServer() {
  const folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gh-sshd-')));
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['host', 'client', 'other'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  await fs.mkdir('/run/sshd', { recursive: true }).catch(() => undefined);
  const port = await findPort();
  const hostKey = (await fs.readFile(at('host.pub'), 'utf8')).trim();
  await fs.copyFile(at('client.pub'), at('authorized'));
  await fs.writeFile(at('known'), `[127.0.0.1]:${port} ${hostKey}\n`);
  await fs.writeFile(
    at('sshd_config'),
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${at('host')}\nAuthorizedKeysFile ${at('authorized')}\nUsePAM no\nStrictModes no\nPidFile none\nPermitRootLogin prohibit-password\nPasswordAuthentication no\nMaxSessions 50\nSetEnv HOME=${folder}\nSubsystem sftp internal-sftp\n`,
  );
  const writeClient = async (key = 'client', known = 'known'): Promise<void> =>
    fs.writeFile(
      at('config'),
      `Host ${SSH_HOST}\n  HostName 127.0.0.1\n  Port ${port}\n  User ${os.userInfo().username}\n  IdentityFile ${at(key)}\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile ${at(known)}\n  GlobalKnownHostsFile /dev/null\n`,
    );
  await writeClient();
  const server = spawn(SERVER, ['-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore' });
  await waitUntil(
    'the SSH server',
    () => spawnSync('ssh-keyscan', ['-p', String(port), '127.0.0.1']).stdout.length > 0,
  );
  return {
    /** Removed with the server. */
    folder,
    configFile: at('config'),
    writeClient,
    /** Replaces the known key of the host by another one. */
    forgeKnownKey: async () =>
      fs.writeFile(at('forged'), `[127.0.0.1]:${port} ${(await fs.readFile(at('other.pub'), 'utf8')).trim()}\n`),
    stop: async (): Promise<void> => {
      server.kill('SIGKILL');
      await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
