// The preload script: gives the page a MessagePort to the host, and passes on its notifications; nothing else.
import { ipcRenderer } from 'electron';

/** IPC channel for the port, and the name of the page message that forwards it. */
const PORT_CHANNEL = 'gatehouse:port';
/** Page message that requests a port, and the IPC channel that forwards it to the main process. */
const REQUEST_CHANNEL = 'gatehouse:request-port';
/** Type of the page messages that show or close a notification, and the IPC channel that forwards them. */
const NOTIFY_CHANNEL = 'gatehouse:notify';
/** IPC channel that tells that the user removed a notification, and the type of the page message. */
const DISMISSED_CHANNEL = 'gatehouse:notification-dismissed';

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PORT_CHANNEL, window.location.origin, event.ports);
});

ipcRenderer.on(DISMISSED_CHANNEL, (_event, id: unknown) => {
  window.postMessage({ type: DISMISSED_CHANNEL, id }, window.location.origin);
});

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window) return;
  if (data === REQUEST_CHANNEL) ipcRenderer.send(REQUEST_CHANNEL);
  // The main process checks the fields.
  else if (typeof data === 'object' && data !== null && 'type' in data && data.type === NOTIFY_CHANNEL)
    ipcRenderer.send(NOTIFY_CHANNEL, data);
});
