import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EXIT } from '../output/exit-codes.ts';
import { currentOrigin, deleteLogin, readLogin, writeLogin, type Login } from './login-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-logins-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const AT = 'https://192.168.1.20:18789';
const login: Login = {
  origin: AT,
  fingerprint: 'AA:BB',
  scopes: ['operator.read'],
  secret: { kind: 'api-key', key: 'gh_very-secret' },
};

describe('login file', () => {
  it('returns a saved login, in an owner-only file without readable secrets', async () => {
    await writeLogin(home, login, true);
    expect(await readLogin(home, AT)).toEqual(login);
    expect(currentOrigin(home)).toBe(AT);
    const file = join(home, 'cli.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('very-secret');
  });

  it('keeps one login per gateway and deletes them individually', async () => {
    const other: Login = {
      origin: 'http://127.0.0.1:1',
      scopes: [],
      secret: { kind: 'device', privateKey: 'p', token: 't' },
    };
    await writeLogin(home, login, true);
    await writeLogin(home, other, false);
    await writeLogin(home, { ...login, scopes: [] }, false);
    expect(currentOrigin(home)).toBe(AT);
    expect((await readLogin(home, AT))?.scopes).toEqual([]);
    await deleteLogin(home, AT);
    expect(currentOrigin(home)).toBeUndefined();
    expect(await readLogin(home, other.origin)).toEqual(other);
    await deleteLogin(home, other.origin);
    expect(await readLogin(home, other.origin)).toBeUndefined();
  });

  it('rejects a login moved to another address, and a corrupt file', async () => {
    await writeLogin(home, login, true);
    const file = join(home, 'cli.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(AT, 'https://evil:1'));
    await expect(readLogin(home, 'https://evil:1')).rejects.toMatchObject({ exitCode: EXIT.denied });
    writeFileSync(file, '{');
    await expect(readLogin(home, AT)).rejects.toMatchObject({ hint: expect.stringContaining('auth login') });
  });
});
