// The preload script: gives the page a MessagePort to the host, and nothing else.
import { ipcRenderer } from 'electron';

/** IPC channel for the port, and the name of the page message that forwards it. */
const PORT_CHANNEL = 'gatehouse:port';
/** Page message that requests a port, and the IPC channel that forwards it to the main process. */
const REQUEST_CHANNEL = 'gatehouse:request-port';

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PORT_CHANNEL, window.location.origin, event.ports);
});

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === REQUEST_CHANNEL) ipcRenderer.send(REQUEST_CHANNEL);
});
