// A channel to a gateway beyond this machine: only to the certificate that the person trusts.
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

import type { FrameChannel } from '#contract/wire/frames.ts';
import { openClientChannel } from '#gateway/server/transports/client-channel.ts';

const TLS_PORT = 443;

/** The gateway showed another certificate than the one that is trusted, or none that is known. */
export class UntrustedCertificate extends Error {
  /** SHA-256 of what it showed, in pairs of hex digits. */
  readonly fingerprint: string;
  constructor(fingerprint: string, why: string) {
    super(why);
    this.name = 'UntrustedCertificate';
    this.fingerprint = fingerprint;
  }
}

/**
 * Opens a `wss:` channel. With a `pin` the certificate must be that one, whoever signed it; without, the system must trust
 * it. Nothing is sent before that is known. @throws {UntrustedCertificate}
 */
export async function openTrustedChannel(
  url: string,
  pin: string | undefined,
  signal: AbortSignal,
): Promise<FrameChannel> {
  return openClientChannel(url, await trustedSocket(new URL(url), pin, signal), signal);
}

async function trustedSocket(
  { hostname, port }: URL,
  pin: string | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const host = hostname.replace(/^\[|\]$/g, '');
  // A name goes into the handshake, an address may not.
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connect({ host, port: Number(port || TLS_PORT), rejectUnauthorized: false, ...name });
  const giveUp = (): void => void socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', giveUp, { once: true });
  await once(socket, 'secureConnect');
  signal.removeEventListener('abort', giveUp);
  const seen = socket.getPeerCertificate().fingerprint256;
  const why = distrust(socket, seen, pin);
  if (why === undefined) return socket;
  socket.destroy();
  throw new UntrustedCertificate(seen, why);
}

function distrust(socket: TLSSocket, seen: string, pin: string | undefined): string | undefined {
  if (pin !== undefined) return sameFingerprint(seen, pin) ? undefined : 'it shows another certificate than before';
  return socket.authorized ? undefined : `its certificate is not known (${String(socket.authorizationError)})`;
}

/** Tells whether two fingerprints are the same one, with colons or without. */
function sameFingerprint(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(fingerprint: string): string {
  return fingerprint.replaceAll(/[^0-9a-f]/gi, '').toLowerCase();
}
