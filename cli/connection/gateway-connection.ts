// Connects a command to a gateway over its WebSocket. Credentials never appear on the command line.
import { createClient } from '#contract/wire/client.ts';
import type { ClientOptions, ConnectionState, GatewayClient } from '#contract/wire/client-api.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { KEY_START } from '#gateway/access/identity/api-keys.ts';
import { productVersion } from '#host/shell-settings.ts';

import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import type { CommandContext, Subcommand } from '../parser/command.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { deviceKeys } from './device-key.ts';
import { localOrigin, locateGateway, type GatewayTarget } from './locate-gateway.ts';
import { openWebSocket } from './web-socket-channel.ts';

/** Length of a verification code: the start of the request ID, as the app shows it. */
const CODE_CHARS = 8;
/** Scopes of the local gateway's token. */
const OWNER_SCOPES = ['operator.admin'];

/** Options of a connection. */
export interface ConnectionOptions {
  /** Protocol capabilities; default: none. */
  readonly caps?: readonly string[];
  /** Attempts before a lost connection is given up; default: 1. */
  readonly tries?: number;
}

/** A credential as the client takes it. */
export type Credential = Pick<ClientOptions, 'token' | 'bootstrapToken' | 'prove' | 'sign' | 'scopes'>;

/** A command that runs with a connected client. */
export function withClient(
  run: (context: CommandContext, client: GatewayClient, origin: string) => ReturnType<Subcommand['run']>,
  options?: ConnectionOptions,
): Subcommand['run'] {
  return (context) => withGateway(context, (client, origin) => run(context, client, origin), options);
}

/** Runs `work` with a connected client and always closes the connection afterwards. */
export async function withGateway<T>(
  context: CommandContext,
  work: (client: GatewayClient, origin: string) => Promise<T>,
  options: ConnectionOptions = {},
): Promise<T> {
  const target = await locateGateway(context);
  const credential = credentialFor(target);
  if (credential === undefined) throw missingCredential(target.origin, target.origin === localOrigin(context));
  const client = await connectTo(target, credential, options);
  try {
    return await work(client, target.origin);
  } finally {
    client.stop();
  }
}

/** A connected client. @throws {CommandError} if it can't connect */
export async function connectTo(
  { origin, fingerprint }: Pick<GatewayTarget, 'origin' | 'fingerprint'>,
  credential: Credential,
  { caps = [], tries = 1 }: ConnectionOptions = {},
): Promise<GatewayClient> {
  // The client itself only learns that the connection failed, not that the certificate was the reason.
  let openError: Error | undefined;
  const client = createClient({
    open: (signal) =>
      openChannel(origin, fingerprint, signal).catch((error: Error) => {
        openError = error;
        throw error;
      }),
    identity: { id: 'cli', mode: 'cli', version: productVersion(), platform: process.platform },
    ...credential,
    caps,
    timers: { now: () => Date.now(), after, random: Math.random },
    maxTries: tries,
  });
  const state = await firstOutcome(client);
  if (state.kind === 'connected') return client;
  client.stop();
  if (openError?.name === 'UntrustedCertificate')
    throw new CommandError(EXIT.denied, `the certificate of ${origin} is not trusted: ${openError.message}`, {
      cause: openError,
    });
  throw connectionError(state, origin);
}

/** Waits for Ctrl+C. @throws {CommandError} if the connection is lost for good before */
export async function untilInterrupted(client: GatewayClient, stopped = interrupted()): Promise<ExitCode> {
  await Promise.race([stopped, lostConnection(client)]);
  return EXIT.canceled;
}

/** Rejects when the connection is lost for good. */
export function lostConnection(client: GatewayClient): Promise<never> {
  return new Promise((_resolve, reject) => {
    client.onState((state) => {
      if (state.kind !== 'disconnected' || state.cause === 'stopped') return;
      if (state.cause === 'refused') reject(new CommandError(EXIT.denied, `access denied: ${state.reason}`));
      else reject(new CommandError(EXIT.unreachable, `lost connection to the gateway (${state.reason})`));
    });
  });
}

/** No gateway is running at an address. */
export function notRunning(origin: string, reason: string, options: ErrorOptions = {}): CommandError {
  return new CommandError(EXIT.unreachable, `no gateway is running at ${origin} (${reason})`, {
    ...options,
    hint: 'Run "gatehouse start" to start one on this computer.',
  });
}

function credentialFor({ token, login }: GatewayTarget): Credential | undefined {
  // An API key comes with its own scopes.
  if (token !== undefined) return { token, scopes: token.startsWith(KEY_START) ? [] : OWNER_SCOPES };
  if (login === undefined) return undefined;
  const { secret, scopes } = login;
  if (secret.kind === 'api-key') return { token: secret.key, scopes: [] };
  return { token: secret.token, scopes, ...deviceKeys(secret.privateKey) };
}

async function openChannel(
  origin: string,
  fingerprint: string | undefined,
  signal: AbortSignal,
): Promise<FrameChannel> {
  const url = origin.replace(/^http/, 'ws');
  if (!url.startsWith('wss:')) return openWebSocket(url, signal);
  // Loaded on demand: commands against the local gateway start faster without it.
  const { openTlsChannel } = await import('./tls-channel.ts');
  return openTlsChannel(url, fingerprint, signal);
}

/** Starts the client and waits until it is connected or has failed. */
async function firstOutcome(client: GatewayClient): Promise<ConnectionState> {
  const { promise, resolve } = Promise.withResolvers<ConnectionState>();
  const unsubscribe = client.onState((state) => {
    if (state.kind !== 'connecting' && state.kind !== 'authenticating') resolve(state);
  });
  client.start();
  const state = await promise;
  unsubscribe();
  return state;
}

function connectionError(state: ConnectionState, origin: string): CommandError {
  const refused = state.kind === 'disconnected' && state.cause === 'refused' ? state : undefined;
  if (refused?.code === 'PAIRING_REQUIRED') {
    const requestId = refused.details?.['requestId'];
    const code = typeof requestId === 'string' ? requestId.slice(0, CODE_CHARS) : '';
    return new CommandError(EXIT.pending, `${refused.reason} (verification code ${code})`, {
      cause: state,
      hint: `Approve it on the gateway in Settings > Phone & devices, or with "gatehouse devices approve ${code}".`,
    });
  }
  const reason = 'reason' in state ? state.reason : 'no response';
  // The rate limit for wrong tokens closes the connection without a refusal.
  if (refused !== undefined || reason.startsWith('unauthorized'))
    return new CommandError(EXIT.denied, `access denied by the gateway at ${origin}: ${reason}`, { cause: state });
  return notRunning(origin, reason);
}

function missingCredential(origin: string, isLocal: boolean): CommandError {
  if (isLocal) return notRunning(origin, "this home folder isn't in use");
  return new CommandError(EXIT.denied, `not signed in to ${origin}`, {
    hint: `Run "gatehouse auth login ${origin}", or set GATEHOUSE_TOKEN.`,
  });
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
