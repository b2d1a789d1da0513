// CONNECT: passes bytes in both directions without looking at them.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { dial } from './dial.ts';
import type { Limits } from './limits.ts';
import { parseAuthority } from './parse-target.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { refuseTunnel, toRefusal } from './refusal.ts';
import type { Tracked } from './track.ts';

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/** Serves one CONNECT request. */
export async function serveTunnel(authority: string, client: Socket, head: Buffer, parts: ProxyParts): Promise<void> {
  const left = new AbortController();
  client.on('error', () => client.destroy());
  client.on('close', () => left.abort(new Error('The client closed the connection.')));
  let tracked: Tracked | undefined;
  try {
    const target = parseAuthority(authority);
    const network = parts.network();
    tracked = parts.track(target, network);
    const upstream = await dial(target, network, AbortSignal.any([tracked.signal, left.signal]));
    tracked.counts(upstream);
    client.write(ESTABLISHED);
    if (head.length > 0) upstream.write(head);
    joinStreams(client, upstream, tracked, parts.limits);
  } catch (error) {
    tracked?.end(error);
    refuseTunnel(client, toRefusal(error));
  }
}

/** Joins both ends until one closes, the destination is blocked, or a limit is reached. */
function joinStreams(
  client: Duplex & Pick<Socket, 'setTimeout'>,
  upstream: Socket,
  tracked: Tracked,
  limits: Limits,
): void {
  const end = (): void => {
    clearTimeout(timer);
    tracked.signal.removeEventListener('abort', end);
    client.destroy();
    upstream.destroy();
    tracked.end();
  };
  const timer = setTimeout(end, limits.totalMs).unref();
  tracked.signal.addEventListener('abort', end, { once: true });
  // Data in either direction counts as activity of the upstream socket.
  upstream.setTimeout(limits.idleMs, end);
  client.setTimeout(0);
  upstream.on('error', end).on('close', end);
  client.on('close', end);
  client.pipe(upstream);
  upstream.pipe(client);
  if (tracked.signal.aborted || client.destroyed) end();
}
