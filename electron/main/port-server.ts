// Hands our own page a port to the host when it asks for one, and nobody else.
import { ipcMain, MessageChannelMain, type IpcMainEvent } from 'electron';

import type { Host } from '#host/host-api.ts';

import { isOwnPage } from './page-policy.ts';
import { portChannel } from './port-channel.ts';

/** IPC channels; the preload script knows the same two names. */
const PORT_CHANNEL = 'gatehouse:port';
const ASK_CHANNEL = 'gatehouse:ask-port';

/** Starts answering; gives the function that stops it. */
export function servePorts(host: Pick<Host, 'connect'>): () => void {
  const answer = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    if (frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) return;
    const { port1, port2 } = new MessageChannelMain();
    host.connect(portChannel(port1));
    frame.postMessage(PORT_CHANNEL, null, [port2]);
  };
  ipcMain.on(ASK_CHANNEL, answer);
  return () => ipcMain.off(ASK_CHANNEL, answer);
}
