// A frame channel over Node's built-in WebSocket.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** Opens a socket; rejects if the gateway can't be reached or `signal` aborts. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<FrameChannel> {
  const socket = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<FrameChannel>();
  socket.addEventListener('open', () => resolve(channelFor(socket)));
  socket.addEventListener('error', () => reject(new Error('connection refused')));
  signal.addEventListener('abort', () => {
    socket.close();
    reject(new Error('aborted'));
  });
  return promise;
}

function channelFor(socket: WebSocket): FrameChannel {
  return {
    send(text) {
      socket.send(text);
      return socket.bufferedAmount;
    },
    bufferedBytes: () => socket.bufferedAmount,
    close: (code, reason) => socket.close(code, reason),
    onMessage: (listener) => socket.addEventListener('message', ({ data }) => listener(String(data))),
    onClose: (listener) => socket.addEventListener('close', ({ code, reason }) => listener(code, reason)),
  };
}
