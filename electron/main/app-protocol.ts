// Serves the built pages under a custom scheme instead of file:, with the content security policy on every response.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

import { APP_ORIGIN, APP_SCHEME, CONTENT_SECURITY_POLICY } from './page-policy.ts';

/** Makes the scheme a secure web origin with its own storage. */
export const SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
} as const;

const INDEX = 'index.html';
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Creates the handler of {@link APP_SCHEME}: serves files of `folder`, and the app for paths without an extension. */
export function makeAppProtocol(
  folder: string,
): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const file = method === 'GET' ? resolveFile(folder, url) : undefined;
    if (file === undefined) return respond(404, 'Not found', '.txt');
    try {
      return respond(200, await readFile(file), extname(file));
    } catch {
      return respond(404, 'Not found', '.txt');
    }
  };
}

/** The file for `url`; `undefined` if it is outside `folder` or our origin. */
function resolveFile(folder: string, url: string): string | undefined {
  const parsed = new URL(url);
  if (`${parsed.protocol}//${parsed.host}` !== APP_ORIGIN) return undefined;
  const path = decodePath(parsed.pathname);
  if (path === undefined || path.includes('\0')) return undefined;
  const file = normalize(join(folder, extname(path) === '' ? INDEX : path));
  return file.startsWith(folder + sep) ? file : undefined;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function respond(status: number, body: string | Uint8Array<ArrayBuffer>, extension: string): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': CONTENT_TYPES[extension] ?? 'text/plain; charset=utf-8',
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
  });
}
