// A frame channel over a MessagePort of Electron's main process: dressed as Node's, it is the gateway's own transport.
import type { MessagePortMain } from 'electron';

import type { FrameChannel } from '#contract/wire/frames.ts';
import { messagePortChannel } from '#gateway/server/transports/message-port.ts';

/** Wraps `port`; it starts to deliver when somebody listens. */
export function portChannel(port: MessagePortMain): FrameChannel {
  return messagePortChannel({
    postMessage: (message) => port.postMessage(message),
    close: () => port.close(),
    on(event: 'message' | 'close', listener: (value?: unknown) => void) {
      if (event === 'close') return port.on('close', () => listener());
      port.on('message', ({ data }) => listener(data));
      return port.start();
    },
  });
}
