// Serves the built pages under our own scheme instead of file:, with the content policy on every answer.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

import { APP_ORIGIN, APP_SCHEME, CONTENT_SECURITY_POLICY } from './page-policy.ts';

/** How Electron must treat the scheme: as a web origin with its own storage, and secure. */
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

/** Makes the handler of {@link APP_SCHEME}: files of `folder`; a path without an extension is a page of the app. */
export function makeAppProtocol(
  folder: string,
): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const file = method === 'GET' ? fileOf(folder, url) : undefined;
    if (file === undefined) return answer(404, 'Not found', '.txt');
    try {
      return answer(200, await readFile(file), extname(file));
    } catch {
      return answer(404, 'Not found', '.txt');
    }
  };
}

/** The file that `url` names, `undefined` when it is outside of `folder` or of our origin. */
function fileOf(folder: string, url: string): string | undefined {
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

function answer(status: number, body: string | Uint8Array<ArrayBuffer>, extension: string): Response {
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
