import { describe, expect, it } from 'vitest';
import { RequestError } from '#contract/wire/client-api.ts';
import { scriptedClient } from '../../../state/testing/stand-ins.ts';
import { dropDraft, editDraft, fileDraft, isOutdated, saveDraft } from '../config-file/file-draft.ts';
import { saveValue } from './save-value.ts';

const stale = () => {
  throw new RequestError('INVALID_REQUEST', 'config changed', { code: 'CONFIG_HASH_STALE' });
};

/** A gateway whose file has the hash `new` and the given values. */
const gateway = (parsed: object) =>
  scriptedClient((method, params) => {
    if (method === 'config.get') return { hash: 'new', parsed, raw: 'new text', exists: true };
    return (params as { readonly baseHash?: string }).baseHash === 'new' ? { needsRestart: [] } : stale();
  });
const BASE = { hash: 'old', parsed: { logs: { level: 'info' } } };

describe('a value', () => {
  it('is applied to a newer file in which it is still the same', async () => {
    const { client, calls } = gateway({ logs: { level: 'info' }, limits: {} });
    expect(await saveValue(client, BASE, ['logs', 'level'], 'debug')).toEqual({ restart: [] });
    expect(calls.at(-1)?.params).toEqual({ raw: '{"logs":{"level":"debug"}}', baseHash: 'new' });
  });

  it("isn't written over another value; both are returned", async () => {
    const { client, calls } = gateway({ logs: { level: 'warn' } });
    const saved = await saveValue(client, BASE, ['logs', 'level'], 'debug');
    expect(saved).toMatchObject({ conflict: { theirs: 'warn', mine: 'debug', base: { hash: 'new' } } });
    expect(calls.map(({ method }) => method)).toEqual(['config.patch', 'config.get']);
  });
});

describe('the draft of the file', () => {
  const file = { hash: 'old', raw: 'text', exists: true };

  it('remembers the version it started from, and ends when the text is restored', () => {
    editDraft('text 2', file);
    editDraft('text 3', { ...file, hash: 'new' });
    expect(fileDraft.getState().draft).toEqual({ text: 'text 3', base: file });
    expect(isOutdated(fileDraft.getState().draft, { ...file, hash: 'new' })).toBe(true);
    editDraft('text', file);
    expect(fileDraft.getState().draft).toBeUndefined();
  });

  it('is kept if the file has changed, and ends when it was saved', async () => {
    const { client } = gateway({});
    editDraft('mine', file);
    const draft = { text: 'mine', base: file };
    expect(await saveDraft(client, draft)).toEqual({ kind: 'stale' });
    expect(fileDraft.getState().draft).toEqual(draft);
    expect(await saveDraft(client, { ...draft, base: { ...file, hash: 'new' } })).toMatchObject({ kind: 'saved' });
    expect(fileDraft.getState().draft).toBeUndefined();
    dropDraft();
  });
});
