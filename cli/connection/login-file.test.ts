import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EXIT } from '../output/exit-codes.ts';
import { currentOrigin, forgetLogin, readLogin, writeLogin, type Login } from './login-file.ts';

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

describe('the file of logins', () => {
  it('gives back what was kept, owner-only and with nothing secret to read', async () => {
    await writeLogin(home, login, true);
    expect(await readLogin(home, AT)).toEqual(login);
    expect(currentOrigin(home)).toBe(AT);
    const file = join(home, 'cli.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('very-secret');
  });

  it('keeps one login for each gateway, and forgets them one by one', async () => {
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
    await forgetLogin(home, AT);
    expect(currentOrigin(home)).toBeUndefined();
    expect(await readLogin(home, other.origin)).toEqual(other);
    await forgetLogin(home, other.origin);
    expect(await readLogin(home, other.origin)).toBeUndefined();
  });

  it('opens nothing that was moved to another address, and says what to do when it is damaged', async () => {
    await writeLogin(home, login, true);
    const file = join(home, 'cli.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(AT, 'https://evil:1'));
    await expect(readLogin(home, 'https://evil:1')).rejects.toMatchObject({ exitCode: EXIT.refused });
    writeFileSync(file, '{');
    await expect(readLogin(home, AT)).rejects.toThrow('auth login');
  });
});
