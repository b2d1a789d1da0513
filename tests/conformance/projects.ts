// Conformance suite of a store, projects.
import { expect, it } from 'vitest';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const AUDIT = { by: testPrincipal('phone'), action: 'project.created', subject: 'a', details: {} };
const PORTS = { first: 20_000, last: 20_011 };

/** A project. */
export function projectRecord(id: string, more: Partial<ProjectRecord> = {}): ProjectRecord {
  const facts = { name: id, source: 'folder', ownsFolder: false, createdAt: 1, updatedAt: 1, defaults: {} } as const;
  return { id, folder: `/work/${id}`, ownerId: 'ada', ...facts, ...more };
}

/** Registers the tests of projects. */
export function projectConformance(store: () => Store): void {
  const projects = () => store().projects;
  const ids = async () => (await projects().list()).map(({ id }) => id);

  it('keeps projects, each ID and folder once', async () => {
    const { name: _, ...defaults } = { name: '', setup: 'make', variables: { A: 'b' } };
    expect(await projects().add(projectRecord('a', { defaults }), AUDIT)).toBe(true);
    expect(await projects().add(projectRecord('a', { folder: '/other' }), AUDIT)).toBe(false);
    expect(await projects().add(projectRecord('b', { folder: '/work/a' }), AUDIT)).toBe(false);
    expect(await projects().list()).toEqual([projectRecord('a', { defaults })]);
    const entries = await store().audit.list({ limit: 10, action: 'project.created' });
    expect(entries).toHaveLength(1);
  });

  it('changes a project, but not to the folder of another one', async () => {
    await projects().add(projectRecord('a'), AUDIT);
    await projects().add(projectRecord('b'), AUDIT);
    expect(await projects().save(projectRecord('a', { name: 'A' }), AUDIT)).toBe(true);
    expect(await projects().save(projectRecord('b', { folder: '/work/a' }))).toBe(false);
    expect(await projects().save(projectRecord('c'))).toBe(false);
    expect(await projects().list()).toEqual([projectRecord('a', { name: 'A' }), projectRecord('b')]);
  });

  it('lets another project have the folder of a deleted one, and purges that one with its setup and ports', async () => {
    await projects().add(projectRecord('a'), AUDIT);
    await projects().save(projectRecord('a', { deletedAt: 5 }));
    expect(await projects().add(projectRecord('b', { folder: '/work/a' }), AUDIT)).toBe(true);
    // Restoring it now would give the folder to both.
    expect(await projects().save(projectRecord('a'))).toBe(false);
    const setup = { projectId: 'a', folder: '/work/a', status: 'done', startedAt: 1, output: 'x' } as const;
    await projects().saveSetup(setup);
    await projects().assignPorts({ projectId: 'a', folder: '/work/a', count: 4, from: PORTS });
    expect(await projects().purge(5)).toEqual([]);
    expect((await projects().purge(6)).map(({ id }) => id)).toEqual(['a']);
    expect(await ids()).toEqual(['b']);
    expect(await projects().setup('/work/a')).toBeUndefined();
    const range = await projects().assignPorts({ projectId: 'b', folder: '/work/b', count: 4, from: PORTS });
    expect(range).toEqual({ first: 20_000, last: 20_003 });
  });

  it('keeps the last setup of each folder', async () => {
    const setup = { projectId: 'a', folder: '/work/a', status: 'running', startedAt: 1, output: '' } as const;
    await projects().saveSetup(setup);
    await projects().saveSetup({ ...setup, status: 'failed', exitCode: 1, output: 'broken' });
    expect(await projects().setups('a')).toEqual([{ ...setup, status: 'failed', exitCode: 1, output: 'broken' }]);
    expect(await projects().setups('b')).toEqual([]);
    await projects().forgetFolder('/work/a');
    expect(await projects().setup('/work/a')).toBeUndefined();
  });

  it('gives each folder ports of its own, which it keeps, and none if none are free', async () => {
    const assign = (folder: string, count: number) =>
      projects().assignPorts({ projectId: 'a', folder, count, from: PORTS });
    const ranges = [await assign('/a', 4), await assign('/b', 4), await assign('/a', 4), await assign('/a', 2)];
    const first = { first: 20_000, last: 20_003 };
    expect(ranges).toEqual([first, { first: 20_004, last: 20_007 }, first, first]);
    expect(await assign('/c', 5)).toBeUndefined();
    await projects().forgetFolder('/a');
    expect(await assign('/c', 4)).toEqual(first);
    expect(await assign('/d', 4)).toEqual({ first: 20_008, last: 20_011 });
    // More than before: another range.
    expect(await assign('/d', 5)).toBeUndefined();
    expect(await projects().findPorts('/d')).toBeUndefined();
    const busy = [{ first: 20_001, last: 20_001 }];
    const again = { projectId: 'a', folder: '/c', count: 2, from: PORTS, busy };
    expect(await projects().assignPorts(again)).toEqual({ first: 20_002, last: 20_003 });
    expect(await projects().findPorts('/c')).toEqual({ first: 20_002, last: 20_003 });
    await projects().releasePorts('/c');
    expect(await projects().findPorts('/c')).toBeUndefined();
  });
}
