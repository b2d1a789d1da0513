// A frame channel over a WebSocket to the origin that served the page.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** The gateway's address for a page of `origin`. */
export function gatewayUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/`;
}

/** Opens a socket; rejects if that fails. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<FrameChannel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const abort = (): void => socket.close();
    signal.addEventListener('abort', abort, { once: true });
    socket.onopen = () => {
      signal.removeEventListener('abort', abort);
      resolve(channelOver(socket));
    };
    socket.onclose = ({ code }) => {
      signal.removeEventListener('abort', abort);
      reject(new Error(`Couldn't reach the gateway (${code}).`));
    };
  });
}

function channelOver(socket: WebSocket): FrameChannel {
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      return socket.bufferedAmount;
    },
    bufferedBytes: () => socket.bufferedAmount,
    // Browsers accept only 1000 and 3000 to 4999.
    close: (code, reason) => socket.close(code === 1000 || (code >= 3000 && code < 5000) ? code : 1000, reason),
    onMessage(listener) {
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') listener(data);
      };
    },
    onClose(listener) {
      socket.onclose = ({ code, reason }) => listener(code, reason);
    },
  };
}
