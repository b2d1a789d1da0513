// A frame channel over TLS that sends nothing before the gateway's certificate is verified.
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

import type { FrameChannel } from '#contract/wire/frames.ts';
import { openClientChannel } from '#gateway/server/transports/client-channel.ts';

const TLS_PORT = 443;

/** The certificate isn't the pinned one, or the system doesn't trust it. */
export class UntrustedCertificate extends Error {
  /** SHA-256 of the certificate, in pairs of hex digits. */
  readonly fingerprint: string;
  constructor(fingerprint: string, reason: string) {
    super(reason);
    this.name = 'UntrustedCertificate';
    this.fingerprint = fingerprint;
  }
}

/**
 * Opens a `wss:` channel. With a `pin`, the certificate must match it, regardless of the issuer; otherwise the system must trust
 * it. @throws {UntrustedCertificate}
 */
export async function openTlsChannel(url: string, pin: string | undefined, signal: AbortSignal): Promise<FrameChannel> {
  return openClientChannel(url, await openVerifiedSocket(new URL(url), pin, signal), signal);
}

async function openVerifiedSocket(
  { hostname, port }: URL,
  pin: string | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const host = hostname.replace(/^\[|\]$/g, '');
  // SNI allows names only, not addresses.
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connect({ host, port: Number(port || TLS_PORT), rejectUnauthorized: false, ...name });
  const onAbort = (): void => void socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  await once(socket, 'secureConnect');
  signal.removeEventListener('abort', onAbort);
  const fingerprint = socket.getPeerCertificate().fingerprint256;
  const reason = distrustReason(socket, fingerprint, pin);
  if (reason === undefined) return socket;
  socket.destroy();
  throw new UntrustedCertificate(fingerprint, reason);
}

function distrustReason(socket: TLSSocket, fingerprint: string, pin: string | undefined): string | undefined {
  if (pin !== undefined) return isSameFingerprint(fingerprint, pin) ? undefined : 'the fingerprint has changed';
  return socket.authorized ? undefined : String(socket.authorizationError);
}

/** Compares fingerprints with or without colons. */
function isSameFingerprint(one: string, other: string): boolean {
  return hexDigits(one) === hexDigits(other);
}

function hexDigits(fingerprint: string): string {
  return fingerprint.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
}
