// Chooses the gateway and its credential: --url, GATEHOUSE_URL, the default of `auth login`, or the local gateway.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lockOwner, ownerOrigin, TOKEN_FILE } from '#adapters/home/lock-owner.ts';
import { toUrlHost } from '#contract/types/network-access.ts';
import { defined } from '#contract/types/defined.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { currentOrigin, readLogin, type Login } from './login-file.ts';

/** `localhost` is normalized to this, so that a login is found under both names. */
const LOOPBACK = '127.0.0.1';

/** An address with its credential. */
export interface GatewayTarget {
  readonly origin: string;
  /** SHA-256 of the trusted certificate. */
  readonly fingerprint?: string;
  readonly login?: Login;
  /** The gateway's token, or the token or API key in GATEHOUSE_TOKEN. */
  readonly token?: string;
}

/** Reads the command line, environment and saved logins. @throws {CommandError} if the address is invalid */
export async function locateGateway(context: CommandContext): Promise<GatewayTarget> {
  const settings = settingsFromEnvironment(context.environment);
  const { home, token } = settings;
  const named = textOption(context, 'url') ?? (context.environment['GATEHOUSE_URL'] || undefined);
  const chosen = named ?? currentOrigin(home);
  const local = localOrigin(context);
  const origin = chosen === undefined ? local : readOrigin(chosen);
  const login = await readLogin(home, origin);
  // A trusted certificate applies to the address, whatever the credential.
  const address = { origin, ...defined({ fingerprint: login?.fingerprint }) };
  if (token === undefined && login !== undefined) return { ...address, login };
  return { ...address, ...defined({ token: token ?? localToken(context, origin) }) };
}

/** Address of the local gateway. The lock has its actual address, which may differ from the configured one. */
export function localOrigin({ environment }: Pick<CommandContext, 'environment'>): string {
  const { home, bind, port } = settingsFromEnvironment(environment);
  return runningOrigin(home) ?? `http://${toUrlHost(bind)}:${port}`;
}

/**
 * A token for `origin` that needs no login: from the environment, or that of the local gateway while it is running. Another
 * program on the same port never receives it.
 */
export function localToken({ environment }: Pick<CommandContext, 'environment'>, origin: string): string | undefined {
  const { home, token } = settingsFromEnvironment(environment);
  if (token !== undefined) return token;
  return origin === runningOrigin(home) ? readToken(join(home, TOKEN_FILE)) : undefined;
}

function runningOrigin(home: string): string | undefined {
  const owner = lockOwner(home);
  return owner === undefined ? undefined : ownerOrigin(owner);
}

/** Normalizes an address to `https://host:port`; `http:` is for loopback only. @throws {CommandError} */
export function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new CommandError(EXIT.usage, 'invalid gateway address', {
      hint: 'Use an address such as https://192.168.1.20:18789, without credentials or a query.',
    });
  const scheme = url.protocol.replace(/^ws/, 'http');
  if (scheme === 'https:' || (scheme === 'http:' && isLoopback(url.hostname)))
    return `${scheme}//${url.host.replace(/^localhost(?=:|$)/, LOOPBACK)}`;
  throw new CommandError(EXIT.usage, `${url.host} is not a loopback address; use https://`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    // No gateway has run in this home folder, or the file isn't readable by this user.
    return undefined;
  }
}
