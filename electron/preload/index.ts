// The preload script: hands the page one MessagePort to the host, and nothing else.
import { ipcRenderer } from 'electron';

/** IPC channel on which main sends the port, and the page message that carries it on. */
const PORT_CHANNEL = 'gatehouse:port';
/** Page message that asks for a (new) port; also IPC channel towards main. */
const ASK_CHANNEL = 'gatehouse:ask-port';

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PORT_CHANNEL, window.location.origin, event.ports);
});

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === ASK_CHANNEL) ipcRenderer.send(ASK_CHANNEL);
});
