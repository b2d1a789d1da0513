// Proves: BK-3
import { expect, it } from 'vitest';
import type { UserFiles } from '#core/ports/user-files.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { GATEWAY } from '../principal.ts';

it('removes an export that could not be completed', async () => {
  const written: string[] = [];
  const folder = {
    path: '/home/exports/one',
    write: async (name: string) => void written.push(name),
    writeBase64: async (name: string) => void written.push(name),
    pack: () => Promise.reject(new Error('ENOSPC: no space left on device, write')),
    discard: async () => void written.splice(0),
  };
  const userFiles: UserFiles = {
    beginExport: async () => folder,
    agentFiles: async () => [],
    removeCopies: async () => ({ removed: [], warnings: [] }),
  };
  const { engine, store } = harness([], { userFiles });
  const steps: string[] = [];
  const onProgress = ({ step }: { readonly step: string }): void => void steps.push(`${step} ${written.length > 0}`);
  await expect(engine.userData.export(GATEWAY, { version: '1', archive: true, onProgress })).rejects.toMatchObject({
    message: "Couldn't write the export: ENOSPC: no space left on device, write",
    extras: { details: { code: 'EXPORT_FAILED' } },
  });
  expect([steps.at(-1), written]).toEqual(['archive true', []]);
  expect((await store.audit.list({ limit: 10 })).map(({ action }) => action)).not.toContain('user.exported');
});
