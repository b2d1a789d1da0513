// The app's pages: built files, hashed assets for ever, every other path without an extension is the app itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Serves one request; calls `next` when there is no such file. */
export type PageServer = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Reads the folder once. Its files do not change while the host runs. */
export async function servePages(folder: string): Promise<PageServer> {
  // Loaded with the first page: clients without pages do not need it.
  const { default: sirv } = await import('sirv');
  const serve = sirv(folder, {
    etag: true,
    single: true,
    dotfiles: false,
    setHeaders(response, path) {
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (request, response, next) => {
    // A build that replaces the files takes some away; sirv leaves the error of its stream to whoever listens.
    response.once('pipe', (source: Readable) => source.once('error', () => response.destroy()));
    serve(request, response, next);
  };
}
