// The client's side of a WebSocket over a connected, trusted socket.
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { MAX_FRAME_BYTES } from '#contract/wire/limits.ts';

/** Opens a WebSocket to `url` on `socket`. */
export async function openClientChannel(url: string, socket: Duplex, signal: AbortSignal): Promise<FrameChannel> {
  const webSocket = new WebSocket(url, { createConnection: () => socket, maxPayload: MAX_FRAME_BYTES });
  const giveUp = (): void => webSocket.terminate();
  signal.addEventListener('abort', giveUp, { once: true });
  const channel = channelOver(webSocket);
  // The challenge can arrive with the response to the upgrade, before anyone listens.
  webSocket.once('open', () => webSocket.pause());
  await once(webSocket, 'open');
  signal.removeEventListener('abort', giveUp);
  return channel;
}

function channelOver(webSocket: WebSocket): FrameChannel {
  return {
    send(text) {
      webSocket.send(text);
      return webSocket.bufferedAmount;
    },
    bufferedBytes: () => webSocket.bufferedAmount,
    close: (code, reason) => webSocket.close(code, reason),
    onMessage(listener) {
      webSocket.on('message', (data) => listener(String(data)));
      webSocket.resume();
    },
    onClose: (listener) => void webSocket.on('close', (code, reason) => listener(code, reason.toString())),
  };
}
