// A frame channel without TLS.
import { connect } from 'node:net';

import type { FrameChannel } from '#contract/wire/frames.ts';
import { openClientChannel } from '#gateway/server/transports/client-channel.ts';

const HTTP_PORT = 80;

/**
 * Opens a `ws:` channel; rejects if the gateway can't be reached or `signal` aborts. Node's own WebSocket would load its whole
 * fetch implementation, which takes a third of the time of a short command.
 */
export async function openWebSocket(url: string, signal: AbortSignal): Promise<FrameChannel> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || HTTP_PORT) });
  try {
    return await openClientChannel(url, socket, signal);
  } catch (cause) {
    throw new Error(signal.aborted ? 'aborted' : 'connection refused', { cause });
  }
}
