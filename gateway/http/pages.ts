// The app's pages: built files; every other address that a browser opens is the app itself.
// Files that the build compressed are sent as they are stored, in the best encoding that the client accepts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { acceptedEncodings } from './accept-encoding.ts';
import { answerConditions } from './conditional-request.ts';

/** Serves one request; calls `next` when there is no such file. */
export type PageServer = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Compressed copies aren't served as separate pages. */
const COMPRESSED_COPY = /\.(br|gz)(\?|$)/;

/** A server for the files in a folder, which don't change while the host runs. */
export async function servePages(folder: string): Promise<PageServer> {
  // Loaded with the first page, because clients without pages don't need it.
  const { default: sirv } = await import('sirv');
  const serve = sirv(folder, {
    etag: true,
    single: true,
    dotfiles: false,
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (request, response, next) => {
    if (COMPRESSED_COPY.test(request.url ?? '')) return next();
    chooseEncoding(request);
    answerConditions(request, response);
    response.setHeader('Vary', 'Accept-Encoding');
    // A new build may remove files; sirv doesn't handle the errors of its streams.
    response.once('pipe', (source: Readable) => source.once('error', () => response.destroy()));
    serve(request, response, () => {
      // The address of a page can end like the name of a file.
      if (!isNavigation(request)) return next();
      request.url = '/';
      serve(request, response, next);
    });
  };
}

/** Leaves only what sirv may choose. It ignores qualities, and a range is one of the original file. */
function chooseEncoding({ headers }: IncomingMessage): void {
  headers['accept-encoding'] = headers.range === undefined ? acceptedEncodings(headers['accept-encoding']).join() : '';
}

/** Whether a browser opens an address, rather than loading a part of a page. */
function isNavigation({ headers, url = '/' }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') === true && !url.startsWith('/assets/') && !url.includes('/.');
}
