// Connects a command to a gateway, like any other client: over its WebSocket, with a credential that stays out of the command line.
import { createClient } from '#contract/wire/client.ts';
import type { ClientOptions, ConnectionState, GatewayClient } from '#contract/wire/client-api.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { KEY_START } from '#gateway/access/identity/api-keys.ts';
import { productVersion } from '#host/shell-settings.ts';

import type { CommandContext } from '../parser/command.ts';
import { deviceKeys } from './device-key.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { localOrigin, locateGateway, type GatewayTarget } from './locate-gateway.ts';
import { openWebSocket } from './web-socket-channel.ts';

/** Of a request's id, as the app shows it. */
const CODE_CHARS = 8;
/** The owner of this machine's gateway may do everything. */
const OWNER_SCOPES = ['operator.admin'];

/** How a command connects. */
export interface ConnectionOptions {
  /** Capabilities of the protocol; default: none. */
  readonly caps?: readonly string[];
  /** How often a lost connection is tried again; default: once. */
  readonly tries?: number;
}

/** With what a connection is made, as the client takes it. */
export type Credential = Pick<ClientOptions, 'token' | 'bootstrapToken' | 'prove' | 'sign' | 'scopes'>;

/** Runs `work` with a connected client and closes the connection afterwards, whatever happened. */
export async function withGateway(
  context: CommandContext,
  work: (client: GatewayClient, origin: string) => Promise<ExitCode>,
  wish: ConnectionOptions = {},
): Promise<ExitCode> {
  const target = await locateGateway(context);
  const credential = credentialOf(target);
  if (credential === undefined) throw notLoggedIn(target.origin, target.origin === localOrigin(context));
  const client = await connectTo(target, credential, wish);
  try {
    return await work(client, target.origin);
  } finally {
    client.stop();
  }
}

/** A client that is connected. @throws {CommandError} when it cannot be */
export async function connectTo(
  { origin, fingerprint }: Pick<GatewayTarget, 'origin' | 'fingerprint'>,
  credential: Credential,
  { caps = [], tries = 1 }: ConnectionOptions = {},
): Promise<GatewayClient> {
  // What the certificate says is known here only: the client hears of a lost connection.
  let distrust: Error | undefined;
  const client = createClient({
    open: (signal) =>
      openChannel(origin, fingerprint, signal).catch((error: Error) => {
        distrust = error;
        throw error;
      }),
    identity: { id: 'cli', mode: 'cli', version: productVersion(), platform: process.platform },
    ...credential,
    caps,
    timers: { now: () => Date.now(), after, random: Math.random },
    maxTries: tries,
  });
  const state = await settled(client);
  if (state.kind === 'ready') return client;
  client.stop();
  if (distrust?.name === 'UntrustedCertificate')
    throw new CommandError(EXIT.refused, `the gateway at ${origin} is not trusted: ${distrust.message}`, {
      cause: distrust,
    });
  throw failureOf(state, origin);
}

/** Ends a command whose connection is lost for good while it waits for events. */
export function lostConnection(client: GatewayClient): Promise<never> {
  return new Promise((_resolve, reject) => {
    client.onState((state) => {
      if (state.kind === 'refused') reject(new CommandError(EXIT.refused, `the gateway refused: ${state.reason}`));
      if (state.kind === 'paused')
        reject(new CommandError(EXIT.unreachable, `the connection to the gateway is lost (${state.reason})`));
    });
  });
}

function credentialOf({ token, login }: GatewayTarget): Credential | undefined {
  // A program's key brings its own scopes.
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
  // Loaded only where it is needed: commands on this machine start quicker without it.
  const { openTrustedChannel } = await import('./tls-channel.ts');
  return openTrustedChannel(url, fingerprint, signal);
}

/** Starts the client and waits until it is connected or is not going to be. */
async function settled(client: GatewayClient): Promise<ConnectionState> {
  const { promise, resolve } = Promise.withResolvers<ConnectionState>();
  const stop = client.onState((state) => {
    if (state.kind !== 'connecting') resolve(state);
  });
  client.start();
  const state = await promise;
  stop();
  return state;
}

function failureOf(state: ConnectionState, origin: string): CommandError {
  if (state.kind !== 'refused') {
    const reason = 'reason' in state ? state.reason : 'no answer';
    // After too many wrong tokens the gateway asks to wait, which is a refusal too.
    if (!reason.startsWith('unauthorized')) return notRunning(origin, reason);
    return new CommandError(EXIT.refused, `the gateway at ${origin} refused: ${reason}`);
  }
  if (state.code === 'PAIRING_REQUIRED') {
    const request = state.details?.['requestId'];
    // The same characters stand there, so that a person can compare.
    const code = typeof request === 'string' ? request.slice(0, CODE_CHARS) : '';
    return new CommandError(
      EXIT.waiting,
      `${state.reason} (code ${code}). Allow it there, in Settings, Phone & devices, or with "gatehouse devices approve ${code}".`,
      { cause: state },
    );
  }
  return new CommandError(EXIT.refused, `the gateway at ${origin} refused: ${state.reason}`, { cause: state });
}

function notRunning(origin: string, reason: string): CommandError {
  return new CommandError(
    EXIT.unreachable,
    `no gateway answers at ${origin} (${reason}). Start it with "gatehouse start".`,
  );
}

function notLoggedIn(origin: string, isOwn: boolean): CommandError {
  if (isOwn) return notRunning(origin, 'none runs with this home folder');
  const words = `this machine is not let in at ${origin} yet. Say "gatehouse auth login ${origin}", or set GATEHOUSE_TOKEN.`;
  return new CommandError(EXIT.refused, words);
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
