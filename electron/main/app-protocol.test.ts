import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeAppProtocol } from './app-protocol.ts';

const root = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'));
const folder = join(root, 'renderer');

beforeAll(async () => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<title>Gatehouse</title>');
  writeFileSync(join(folder, 'main.js'), 'export {};');
  writeFileSync(join(root, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true }));

async function get(url: string, method = 'GET'): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await makeAppProtocol(folder)({ url, method });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('app protocol', () => {
  it('serves files with their type and the content policy', async () => {
    const { status, headers } = await get('gatehouse-app://app/main.js');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/javascript');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves the app for every route', async () => {
    expect((await get('gatehouse-app://app/')).text).toContain('Gatehouse');
    expect((await get('gatehouse-app://app/sessions/agent%3Amain%3Amain')).text).toContain('Gatehouse');
  });

  it('serves nothing outside its folder, or for another origin or method', async () => {
    const outside = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/%00.js',
      '/%ff.js',
      '/none.js',
    ];
    for (const path of outside) expect((await get(`gatehouse-app://app${path}`)).status, path).toBe(404);
    expect((await get('gatehouse-app://other/main.js')).status).toBe(404);
    expect((await get('gatehouse-app://app/main.js', 'POST')).status).toBe(404);
  });
});
