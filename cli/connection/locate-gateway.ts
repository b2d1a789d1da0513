// Which gateway a command asks, and with what: the one named, the one of `auth login`, or this machine's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { lockOwner } from '#adapters/home/lock.ts';
import { TOKEN_FILE } from '#adapters/home/open-home.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { currentOrigin, readLogin, type Login } from './login-file.ts';

/** One name for this machine, so that a login is found under either. */
const LOOPBACK = '127.0.0.1';

/** Where to connect, and with what. */
export interface GatewayTarget {
  readonly origin: string;
  /** SHA-256 of the certificate that is trusted there. */
  readonly fingerprint?: string;
  readonly login?: Login;
  /** The gateway's token, or a key from GATEHOUSE_TOKEN. */
  readonly token?: string;
}

/** Reads command line, environment and files. @throws {CommandError} when the address cannot be used */
export async function locateGateway(context: CommandContext): Promise<GatewayTarget> {
  const settings = settingsFromEnvironment(context.environment);
  const { home, token } = settings;
  const named = textOption(context, 'url') ?? (context.environment['GATEHOUSE_URL'] || undefined);
  const chosen = named ?? currentOrigin(home);
  const local = localOrigin(context);
  const origin = chosen === undefined ? local : readOrigin(chosen);
  const login = await readLogin(home, origin);
  // The certificate that was trusted for an address holds whatever the credential is.
  const place = { origin, ...(login?.fingerprint === undefined ? {} : { fingerprint: login.fingerprint }) };
  if (token !== undefined) return { ...place, token };
  if (login !== undefined) return { ...place, login };
  const own = localToken(context, origin);
  return own === undefined ? place : { ...place, token: own };
}

/** Address of the gateway of this home folder. It may have taken another port than it was asked to: the lock names the real one. */
export function localOrigin({ environment }: Pick<CommandContext, 'environment'>): string {
  const { home, bind, port } = settingsFromEnvironment(environment);
  return `http://${bind}:${lockOwner(home)?.port ?? port}`;
}

/**
 * The token with which this machine may come in at `origin` without being asked: of the environment, or of its own gateway
 * while that runs. What else may listen on its port is told nothing.
 */
export function localToken({ environment }: Pick<CommandContext, 'environment'>, origin: string): string | undefined {
  const { home, bind, token } = settingsFromEnvironment(environment);
  if (token !== undefined) return token;
  const port = lockOwner(home)?.port;
  return port !== undefined && origin === `http://${bind}:${port}` ? readToken(join(home, TOKEN_FILE)) : undefined;
}

/** An address as `https://host:port`: never plain beyond this machine, and nothing but an address. @throws {CommandError} */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new CommandError(
      EXIT.usage,
      'an address looks like https://192.168.1.20:18789, without user, query or token',
    );
  const scheme = url.protocol.replace(/^ws/, 'http');
  if (scheme === 'https:' || (scheme === 'http:' && isLoopback(url.hostname)))
    return `${scheme}//${url.host.replace(/^localhost(?=:|$)/, LOOPBACK)}`;
  throw new CommandError(EXIT.usage, `beyond this machine only TLS is spoken: use https:// for ${url.host}`);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function readToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    // No gateway was started here, or it is not ours to read.
    return undefined;
  }
}
