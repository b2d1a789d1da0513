// The preload script: gives the page a MessagePort to the host, passes on its notifications, the state of the app, and the paths of
// dropped folders; nothing else.
import { ipcRenderer, webUtils } from 'electron';

/** IPC channel for the port, and the name of the page message that forwards it. */
const PORT_CHANNEL = 'gatehouse:port';
/** Page message that requests a port, and the IPC channel that forwards it to the main process. */
const REQUEST_CHANNEL = 'gatehouse:request-port';
/** Type of the page messages that show or close a notification, and the IPC channel that forwards them. */
const NOTIFY_CHANNEL = 'gatehouse:notify';
/** IPC channel that tells that the user removed a notification, and the type of the page message. */
const DISMISSED_CHANNEL = 'gatehouse:notification-dismissed';
/** The IPC channel for the state of the app, and the type of the page messages that request and contain it. */
const STATUS_CHANNEL = 'gatehouse:desktop-status';
/** Type of the page message that names a dropped folder. */
const FOLDER_MESSAGE = 'gatehouse:dropped-folder';

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PORT_CHANNEL, window.location.origin, event.ports);
});

ipcRenderer.on(DISMISSED_CHANNEL, (_event, id: unknown) => {
  window.postMessage({ type: DISMISSED_CHANNEL, id }, window.location.origin);
});

ipcRenderer.on(STATUS_CHANNEL, (_event, status: unknown) => {
  window.postMessage({ type: STATUS_CHANNEL, status }, window.location.origin);
});

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window) return;
  if (data === REQUEST_CHANNEL || data === STATUS_CHANNEL) ipcRenderer.send(data);
  // The main process checks the fields.
  else if (typeof data === 'object' && data !== null && 'type' in data && data.type === NOTIFY_CHANNEL)
    ipcRenderer.send(NOTIFY_CHANNEL, data);
});

// What the page doesn't take itself. Only here, the path of a file is known.
window.addEventListener('dragover', (event) => {
  if (!event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
});
window.addEventListener('drop', (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const item = event.dataTransfer?.items[0];
  const file = item?.webkitGetAsEntry()?.isDirectory === true ? item.getAsFile() : null;
  if (file === null) return;
  window.postMessage({ type: FOLDER_MESSAGE, path: webUtils.getPathForFile(file) }, window.location.origin);
});
