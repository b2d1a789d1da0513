// A frame channel over the WebSocket that Node brings along.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** Opens a socket; rejects when the other end cannot be reached or `signal` aborts. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<FrameChannel> {
  const socket = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<FrameChannel>();
  socket.addEventListener('open', () => resolve(channelOver(socket)));
  socket.addEventListener('error', () => reject(new Error('the connection was refused')));
  signal.addEventListener('abort', () => {
    socket.close();
    reject(new Error('aborted'));
  });
  return promise;
}

function channelOver(socket: WebSocket): FrameChannel {
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
