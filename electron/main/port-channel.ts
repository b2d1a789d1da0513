// A frame channel over a MessagePort of Electron's main process.
import type { MessagePortMain } from 'electron';

import type { FrameChannel } from '#contract/frames.ts';

/** Wraps `port`; frames travel as strings. A port reports no backlog: Electron queues in the page's own process. */
export function portChannel(port: MessagePortMain): FrameChannel {
  let closed = false;
  let onClose: (code: number, reason: string) => void = () => {};
  const end = (code: number, reason: string): void => {
    if (closed) return;
    closed = true;
    onClose(code, reason);
  };
  port.on('close', () => end(1006, 'the page went away'));
  return {
    send(text) {
      if (!closed) port.postMessage(text);
      return 0;
    },
    bufferedBytes: () => 0,
    close(code, reason) {
      port.close();
      end(code, reason);
    },
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data);
        else port.close();
      });
      port.start();
    },
    onClose(listener) {
      onClose = listener;
    },
  };
}
