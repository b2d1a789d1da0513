import { expect, it } from 'vitest';
import { openWorkspaceFolders } from '#adapters/machines/host/workspace-folders.ts';
import { PROJECT_FILES } from '#adapters/projects/project-files.ts';
import { makeTestFolder } from '#tests/support/git-repository.ts';
import { GitError, type Git } from '../ports/git.ts';
import { createFolder, type CreateParts } from './create-project.ts';

it('clones a template into a folder of its own each time', async () => {
  const targets: (string | undefined)[] = [];
  const parent = await makeTestFolder('templates');
  const failure = new GitError('failed', 'not found');
  const git: Git = {
    async run(_place, args) {
      targets.push(args.at(-1));
      throw failure;
    },
    pipe: () => Promise.reject(failure),
    isPlaceholder: () => false,
  };
  let id = 0;
  const parts: CreateParts = {
    git,
    files: PROJECT_FILES,
    folders: openWorkspaceFolders(await makeTestFolder('home')),
    ids: { next: () => `id-${(id += 1)}` },
    parent: () => parent,
    isIdTaken: () => false,
  };
  const request = { source: { kind: 'template', template: 'https://example.org/t.git' }, parent } as const;
  const progress = { signal: new AbortController().signal, onProgress: () => undefined };
  const create = () => createFolder(parts, request, progress);
  expect(await Promise.allSettled([create(), create()])).toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  expect(targets).toHaveLength(2);
  expect(new Set(targets).size).toBe(2);
});
