// A frame channel over a MessagePort of Electron's main process, adapted to the gateway's MessagePort transport.
import type { MessagePortMain } from 'electron';

import type { FrameChannel } from '#contract/wire/frames.ts';
import { messagePortChannel } from '#gateway/server/transports/message-port.ts';

/** Wraps `port`; messages are delivered once there is a listener. */
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
