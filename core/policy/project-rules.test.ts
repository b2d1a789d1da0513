// Rules that belong to a project.
// Proves: AP-3, PJ-1
import { expect, it } from 'vitest';
import { harness, type Harness } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { applies } from './rules.ts';

const ME = testPrincipal('me');
const NPM_TEST = { agentId: 'main', words: ['npm', 'test'] };

async function withProject(): Promise<Harness> {
  const h = harness();
  const facts = {
    source: 'folder',
    ownsFolder: false,
    createdAt: 1,
    updatedAt: 1,
    defaults: {},
    ownerId: 'me',
  } as const;
  const audit = { by: ME, action: 'project.created', subject: 'site', details: {} };
  await h.store.projects.add({ id: 'site', name: 'Website', folder: '/work/site', ...facts }, audit);
  return h;
}

it('apply in every folder of their project, and in no other session', async () => {
  const h = await withProject();
  const rule = await h.engine.rules.add({ ...NPM_TEST, projectId: 'site' }, ME);
  expect(rule).toMatchObject({ workspace: '*', projectId: 'site' });
  const target = { agentId: 'main', sessionKey: 's' };
  expect(applies(rule, { ...target, workspace: '/work/site', projectId: 'site' })).toBe(true);
  expect(applies(rule, { ...target, workspace: '/worktrees/site/one', projectId: 'site' })).toBe(true);
  expect(applies(rule, { ...target, workspace: '/work/site', projectId: undefined })).toBe(false);
  expect(applies(rule, { ...target, workspace: '/work/site', projectId: 'shop' })).toBe(false);
  expect(applies(rule, { ...target, agentId: 'helper', workspace: '/work/site', projectId: 'site' })).toBe(false);
});

it('are listed with the name of their project, and alone for it', async () => {
  const h = await withProject();
  await h.engine.rules.add(NPM_TEST, ME);
  const { id } = await h.engine.rules.add({ ...NPM_TEST, projectId: 'site' }, ME);
  expect(await h.engine.rules.list({ projectId: 'site' })).toMatchObject([{ id, projectName: 'Website' }]);
  expect(await h.engine.rules.list()).toHaveLength(2);
  await h.engine.rules.remove(id, ME);
  expect(await h.engine.rules.revoked({ projectId: 'site' })).toMatchObject([{ id, projectName: 'Website' }]);
  expect(await h.engine.rules.revoked({ projectId: 'shop' })).toEqual([]);
});

it('move between a project and folders', async () => {
  const h = await withProject();
  const { id } = await h.engine.rules.add(NPM_TEST, ME);
  expect(await h.engine.rules.update(id, { projectId: 'site' }, ME)).toMatchObject({
    workspace: '*',
    projectId: 'site',
  });
  expect(await h.engine.rules.update(id, { words: ['npm', 'ci'] }, ME)).toMatchObject({ projectId: 'site' });
  const moved = await h.engine.rules.update(id, { workspace: '/work' }, ME);
  expect(moved).toMatchObject({ workspace: '/work', words: ['npm', 'ci'] });
  expect(moved).not.toHaveProperty('projectId');
});

it('need a project that exists, and are neither exported nor replaced by the policy file', async () => {
  const h = await withProject();
  const unknown = h.engine.rules.add({ ...NPM_TEST, projectId: 'shop' }, ME);
  await expect(unknown).rejects.toThrow('No project has this ID.');
  const { id } = await h.engine.rules.add({ ...NPM_TEST, projectId: 'site' }, ME);
  expect((await h.engine.rules.export()).rules).toEqual([]);
  await h.engine.rules.replaceAll([NPM_TEST], ME);
  const rules = await h.engine.rules.list();
  expect(rules.map(({ projectId }) => projectId)).toEqual(['site', undefined]);
  expect(rules[0]?.id).toBe(id);
});
