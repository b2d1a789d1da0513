// Gives our own page, and no other, a port to the host on request.
import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { Host } from '#host/host-api.ts';
import { isOwnPage } from './page-policy.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { messagePortChannel } from '#gateway/server/transports/message-port.ts';

/** IPC channels; the preload script uses the same names. */
const PORT_CHANNEL = 'gatehouse:port';
const REQUEST_CHANNEL = 'gatehouse:request-port';

/** Starts serving requests; returns the function that stops it. */
export function servePorts(host: Pick<Host, 'connect'>): () => void {
  const serve = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    if (frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) return;
    const { port1, port2 } = new MessageChannelMain();
    host.connect(portChannel(port1));
    frame.postMessage(PORT_CHANNEL, null, [port2]);
  };
  ipcMain.on(REQUEST_CHANNEL, serve);
  return () => ipcMain.off(REQUEST_CHANNEL, serve);
}

/** Wraps `port`; messages are delivered once there is a listener. */
function portChannel(port: MessagePortMain): FrameChannel {
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
