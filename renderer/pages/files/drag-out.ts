// Files that are dragged out of the tree into the file manager. Browsers that support it download them from a URL, for which the
// gateway issues a single-use ticket when the file is pressed: a drag can't wait for it.
import { supports } from '#contract/wire/features.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { Files } from './files-store.ts';
import { baseName } from './tree.ts';

/** The type of a dragged file that Chromium downloads: `type:name:url`. */
const DOWNLOAD_TYPE = 'DownloadURL';

/** Dragging out of one tree. */
export interface DragOut {
  /** Requests the ticket of a file that may be dragged. */
  press(path: string): void;
  /** Adds the URL to a drag, if there is a ticket. A ticket is used up by the drag. */
  start(path: string, data: Pick<DataTransfer, 'setData'>): void;
}

/** `origin`: where the page comes from: the gateway, or the desktop app, whose gateway listens on this computer. */
export function createDragOut(client: GatewayClient, files: Pick<Files, 'at'>, origin: string): DragOut {
  let ready: { readonly path: string; readonly url: string } | undefined;
  const isServed = /^https?:/.test(origin);
  return {
    press(path) {
      ready = undefined;
      if (!supports(client.hello(), 'files.ticket')) return;
      // Without a ticket, the file can still be moved within the tree.
      client.request('files.ticket', files.at(path)).then(
        (ticket) => {
          const gateway = isServed ? origin : ticket.origin;
          if (gateway !== undefined) ready = { path, url: `${gateway}${ticket.path}` };
        },
        () => undefined,
      );
    },
    start(path, data) {
      if (ready?.path !== path) return;
      data.setData(DOWNLOAD_TYPE, `application/octet-stream:${baseName(path).replaceAll(':', '_')}:${ready.url}`);
      ready = undefined;
    },
  };
}
