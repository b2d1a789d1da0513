// Projects over a real WebSocket: created from folders, repositories, and templates, with defaults that take effect.
// Proves: PJ-1, CF-8
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR_SCOPES } from '#contract/wire/scopes.ts';
import { startProjectsHost, type ProjectsHost } from './support/projects-host.ts';
import { MODEL } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

const SECRET = 'tulips-and-daffodils';
let host: ProjectsHost;
let gateway: ProjectsHost['gateway'];
let own: ProjectsHost['own'];
let parent: string;
let fromTemplate: ProjectsHost['fromTemplate'];
let say: ProjectsHost['say'];
let reader: RawSocket;
let writer: RawSocket;

beforeAll(async () => {
  host = await startProjectsHost();
  ({ gateway, own, parent, fromTemplate, say } = host);
  reader = await connected(gateway.url, { scopes: ['operator.read'] });
  writer = await connected(gateway.url, { scopes: ['operator.read', 'operator.write'] });
});

afterAll(async () => {
  reader.close();
  writer.close();
  await host.stop();
});

let calls = 0;
const request = (socket: RawSocket, method: string, params: unknown) =>
  socket.request(`p${(calls += 1)}`, method, params);
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A session in which commands need no approval. */
async function openIn(projectId: string, key: string): Promise<string> {
  await own.client.request('sessions.create', { key, projectId });
  await own.client.request('approvals.rules.add', { agentId: 'main', words: ['printenv', '*'] }).catch(() => undefined);
  return key;
}

describe('a new project', () => {
  it('is made from each template that ships, with its files and prompts', async () => {
    const { templates } = await own.client.request('projects.templates.list', {});
    expect(templates.map(({ id }) => id)).toEqual([
      'empty',
      'typescript-library',
      'web-page',
      'python-script',
      'notes',
    ]);
    for (const template of templates) {
      const project = await fromTemplate(`From ${template.title}`, template.id);
      const files = await fs.readdir(project.folder ?? '', { recursive: true });
      expect(files).toEqual(expect.arrayContaining([...template.files]));
      expect(project).toMatchObject({ source: 'template', template: template.id, ownsFolder: true });
      expect(project.defaults).toMatchObject({ prompts: template.prompts });
    }
  });

  it('is an existing folder, once, also through a link', async () => {
    const folder = path.join(parent, 'existing');
    await fs.mkdir(folder, { recursive: true });
    await fs.symlink(folder, `${folder}-link`);
    const real = await fs.realpath(folder);
    const first = await own.client.request('projects.register', { path: folder, name: 'Existing' });
    expect(first).toEqual({ id: 'existing', displayName: 'Existing', repoRoot: real, source: 'registered' });
    expect(await own.client.request('projects.register', { path: `${folder}-link` })).toEqual(first);
  });

  it('is cloned from a repository, with progress and a remote without credentials', async () => {
    const origin = path.join(parent, '..', 'origin.git');
    const work = path.join(parent, '..', 'origin-work');
    const git = (...args: string[]) => execFileSync('git', args, { stdio: 'pipe' });
    git('init', '-q', '--bare', '-b', 'main', origin);
    git('clone', '-q', origin, work);
    await fs.writeFile(path.join(work, 'README.md'), 'hello\n');
    git('-C', work, 'add', '.');
    git('-C', work, '-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-qm', 'first');
    git('-C', work, 'push', '-q', 'origin', 'HEAD:main');
    const source = { kind: 'git', url: origin } as const;
    const { project } = await own.client.request('projects.create', { source, name: 'Clone', parent });
    expect(project).toMatchObject({ id: 'clone', source: 'cloned', ownsFolder: true, originUrl: origin });
    expect(await fs.readFile(path.join(project.folder ?? '', 'README.md'), 'utf8')).toBe('hello\n');
    const again = failure(
      own.client.request('projects.create', { source, name: 'Clone 2', parent: project.folder ?? '' }),
    );
    expect(await again).toBeUndefined();
    const missing = { kind: 'git', url: path.join(parent, 'no-such-repository') } as const;
    expect(await failure(own.client.request('projects.create', { source: missing, parent }))).toMatchObject({
      details: { code: 'PROJECT_CLONE_FAILED', cause: 'not_found' },
    });
    expect(await fs.readdir(parent)).not.toContain('no-such-repository');
  });

  it.each([
    ['https://user:token@git.example.org/a.git', 'invalid_url'],
    ['https://token@git.example.org/a.git', 'invalid_url'],
    ['http://git.example.org/a.git', 'invalid_url'],
    ['ext::sh -c touch% /tmp/owned', 'invalid_url'],
    ['--upload-pack=/bin/false', 'invalid_url'],
    ['ssh://-oProxyCommand=x/a.git', 'invalid_url'],
  ])('is not cloned from %s', async (gitUrl, cause) => {
    const error = await failure(own.client.request('projects.add', { gitUrl }));
    expect(error).toMatchObject({ details: { code: 'PROJECT_CLONE_FAILED', cause } });
  });

  it('never replaces a folder, also under another spelling of its name', async () => {
    await fs.mkdir(path.join(parent, 'Taken'), { recursive: true });
    await fs.writeFile(path.join(parent, 'Taken', 'mine'), 'mine');
    for (const name of ['taken', 'TAKEN'])
      expect(await failure(fromTemplate(name))).toMatchObject({
        details: { code: 'PROJECT_CLONE_FAILED', cause: 'target_exists' },
      });
    expect(await fs.readdir(path.join(parent, 'Taken'))).toEqual(['mine']);
  });

  it('has one name for all Unicode forms of it, and an ID that is safe in paths', async () => {
    const composed = await fromTemplate('Caf\u00e9');
    expect(composed).toMatchObject({ id: 'cafe', name: 'Caf\u00e9' });
    const other = await fromTemplate('Cafe\u0301');
    expect(other).toMatchObject({ id: 'cafe-2', name: 'Caf\u00e9' });
    expect(await fromTemplate('日本語')).toMatchObject({ id: 'project', name: '日本語' });
    expect(await failure(fromTemplate('a\u0000b'))).toMatchObject({ details: { code: 'PROJECT_NAME' } });
    expect((await fromTemplate('../../etc')).folder).toBe(path.join(await fs.realpath(parent), 'etc'));
  });

  it('requires an administrator for folders of the computer, and hides folders from readers', async () => {
    const source = { kind: 'folder', path: '/tmp' };
    const local = { kind: 'git', url: '/etc' };
    const template = { kind: 'template', template: gateway.workspace };
    for (const one of [source, local, template]) {
      const { error } = await request(writer, 'projects.create', { source: one });
      expect(error).toMatchObject({ details: { code: 'MISSING_SCOPE', missingScope: 'operator.admin' } });
    }
    expect(OPERATOR_SCOPES).toContain('operator.admin');
    const { payload } = await request(reader, 'projects.list', { includeObserved: true });
    expect(JSON.stringify(payload)).toContain('"displayName":"Existing"');
    expect(JSON.stringify(payload)).not.toContain(parent.split('/').at(-3));
    const catalog = await request(reader, 'projects.catalog', {});
    expect(JSON.stringify(catalog.payload)).not.toMatch(/"folder":|"originUrl":|"setup":/);
  });
});

describe('a template', () => {
  async function template(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = path.join(gateway.workspace, `template-${(calls += 1)}`);
    for (const [name, text] of Object.entries(files)) {
      await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await fs.writeFile(path.join(folder, name), text);
    }
    return folder;
  }
  const manifest = (more: object) => JSON.stringify({ title: 'Mine', ...more });

  it('gives a project the files that it lists, its setup script, and its prompts', async () => {
    const folder = await template({
      'gatehouse-template.json': manifest({ files: ['src/**', 'README.md'], setup: 'echo hi', prompts: ['Do it.'] }),
      'README.md': 'read me',
      'src/deep/a.ts': 'a',
      'secret.txt': 'no',
    });
    const project = await fromTemplate('Mine', folder);
    expect(project.defaults).toMatchObject({ setup: 'echo hi', prompts: ['Do it.'] });
    const files = await fs.readdir(project.folder ?? '', { recursive: true });
    expect(files.toSorted()).toEqual(['README.md', 'src', 'src/deep', 'src/deep/a.ts']);
  });

  it.each([
    ['no manifest', { 'a.txt': '' }],
    ['an unknown key', { 'gatehouse-template.json': manifest({ run: 'x' }) }],
    ['a path outside', { 'gatehouse-template.json': manifest({ files: ['../../**'] }), a: '' }],
    ['an absolute path', { 'gatehouse-template.json': manifest({ files: ['/etc/passwd'] }), a: '' }],
    ['a pattern without files', { 'gatehouse-template.json': manifest({ files: ['missing.txt'] }), a: '' }],
    ['no title', { 'gatehouse-template.json': '{}' }],
    ['no JSON', { 'gatehouse-template.json': 'title' }],
    ['names that differ in case', { 'gatehouse-template.json': manifest({}), 'A.txt': '', 'a.txt': '' }],
    ['names that differ in form', { 'gatehouse-template.json': manifest({}), 'caf\u00e9': '', 'cafe\u0301': '' }],
  ])('with %s is rejected, and nothing is created', async (_, files) => {
    const folder = await template(files);
    expect(await failure(fromTemplate('Rejected', folder))).toMatchObject({ details: { code: 'TEMPLATE_INVALID' } });
    expect(await fs.readdir(parent)).not.toContain('rejected');
    expect((await fs.readdir(parent)).filter((name) => name.startsWith('.gatehouse-new'))).toEqual([]);
  });

  it('with a link is rejected', async () => {
    const folder = await template({ 'gatehouse-template.json': manifest({}) });
    await fs.symlink('/etc/passwd', path.join(folder, 'passwd'));
    expect(await failure(fromTemplate('Linked', folder))).toMatchObject({ details: { code: 'TEMPLATE_INVALID' } });
  });
});

describe('a project', () => {
  it('is archived, renamed, and the default of new sessions', async () => {
    const { id } = await fromTemplate('Shelf');
    await own.client.request('projects.use', { id });
    expect(await own.client.request('projects.catalog', {})).toMatchObject({ defaultProjectId: id });
    await own.client.request('projects.archive', { id });
    const { projects } = await own.client.request('projects.list', {});
    expect(projects.map((project) => project.id)).not.toContain(id);
    const back = await own.client.request('projects.archive', { id, archived: false });
    expect(back.project).not.toHaveProperty('archivedAt');
    expect((await own.client.request('projects.rename', { id, name: 'Rack' })).project).toMatchObject({
      id,
      name: 'Rack',
    });
  });

  it('is deleted without its folder unless that is asked for, and restored with it', async () => {
    const kept = await fromTemplate('Kept');
    await own.client.request('projects.remove', { id: kept.id });
    expect(await fs.readdir(kept.folder ?? '')).toContain('README.md');
    const gone = await fromTemplate('Gone');
    expect(await own.client.request('projects.remove', { id: gone.id, deleteCheckout: true })).toEqual({
      removed: true,
    });
    expect(await failure(fs.stat(gone.folder ?? ''))).toBeDefined();
    expect(await own.client.request('projects.remove', { id: gone.id })).toEqual({ removed: false });
    await own.client.request('projects.restore', { id: gone.id });
    expect(await fs.readdir(gone.folder ?? '')).toContain('README.md');
  });

  it("keeps a folder that Gatehouse didn't create", async () => {
    const folder = path.join(parent, 'theirs');
    await fs.mkdir(folder, { recursive: true });
    const { id } = await own.client.request('projects.register', { path: folder });
    expect(await failure(own.client.request('projects.remove', { id, deleteCheckout: true }))).toMatchObject({
      details: { code: 'PROJECT_FOLDER_NOT_OWN' },
    });
    await fs.rename(folder, `${folder}-moved`);
    expect((await own.client.request('projects.get', { id })).project).toMatchObject({ isMissing: true });
    const error = await failure(own.client.request('sessions.create', { key: 'agent:main:nowhere', projectId: id }));
    expect(error).toMatchObject({ details: { code: 'WORKSPACE_MISSING' } });
  });
});

describe('the defaults of a project', () => {
  it('apply to its sessions: folder, model, machine, and the list', async () => {
    const { id, folder } = await fromTemplate('Defaults');
    await own.client.request('projects.defaults.set', { id, model: MODEL, machine: 'host' });
    const { entry } = await own.client.request('sessions.create', { key: 'agent:main:defaults', projectId: id });
    expect(entry).toMatchObject({ projectId: id, execCwd: folder, machine: 'host', modelProvider: 'anthropic' });
    const { sessions } = await own.client.request('sessions.list', { projectId: id });
    expect(sessions.map(({ key }) => key)).toEqual(['agent:main:defaults']);
    await own.client.request('projects.defaults.set', { id, machine: 'confined' });
    const row = (await own.client.request('sessions.list', { projectId: id })).sessions[0];
    expect(row).toMatchObject({ machine: 'confined' });
    const unknown = failure(own.client.request('projects.defaults.set', { id, machine: 'cloud' }));
    expect(await unknown).toMatchObject({ details: { code: 'MACHINE_UNKNOWN' } });
    const reserved = failure(own.client.request('projects.defaults.set', { id, variables: { LD_PRELOAD: 'x' } }));
    expect(await reserved).toMatchObject({ details: { code: 'VARIABLE_RESERVED' } });
  });

  it('are all kept if several clients change them at the same time', async () => {
    const { id } = await fromTemplate('Together');
    const names = Array.from({ length: 8 }, (_, number) => `KEY_${number}`);
    await Promise.all([
      ...names.map((name) =>
        own.client.request('projects.secrets.set', { id, name, value: `value-of-${name}`, inCommands: false }),
      ),
      own.client.request('projects.defaults.set', { id, ports: 2 }),
      own.client.request('projects.rename', { id, name: 'Renamed' }),
    ]);
    const { project } = await own.client.request('projects.get', { id });
    expect(project.defaults.secrets?.map(({ name }) => name)).toEqual(names);
    expect([project.name, project.defaults.ports]).toEqual(['Renamed', 2]);
    await Promise.all(names.map((name) => own.client.request('projects.secrets.remove', { id, name })));
    expect((await own.client.request('projects.get', { id })).project.defaults.secrets).toBeUndefined();
  });

  it('give commands variables, ports, and the allowed secrets, whose values nobody sees', async () => {
    const { id } = await fromTemplate('Environment');
    await own.client.request('projects.defaults.set', { id, variables: { SEASON: 'spring' }, ports: 3 });
    await own.client.request('projects.secrets.set', { id, name: 'FLOWERS', value: SECRET, inCommands: true });
    await own.client.request('projects.secrets.set', {
      id,
      name: 'HELD',
      value: 'never-handed-out-1',
      inCommands: false,
    });
    const key = await openIn(id, 'agent:main:environment');
    const sessions = [key, 'agent:main:environment-2'];
    await own.client.request('sessions.create', { key: sessions[1] ?? '', projectId: id });
    const print = 'printenv SEASON PORT GATEHOUSE_PORT_3 FLOWERS HELD; true';
    await own.client.request('sessions.patch', { key, approvalMode: 'ask' });
    const answered = answerApprovals();
    const said = await say(key, `run: ${print}`, 'environment-1');
    answered();
    expect(said).toContain('spring');
    expect(said).toMatch(/2\d{4}\\+n2\d{4}/);
    expect(said).toContain('[secret of this gateway]');
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain('never-handed-out-1');
    const { project } = await own.client.request('projects.get', { id });
    expect(project.defaults.secrets).toEqual([
      { name: 'FLOWERS', inCommands: true },
      { name: 'HELD', inCommands: false },
    ]);
    expect(JSON.stringify(project)).not.toContain(SECRET);
    await own.client.request('projects.secrets.remove', { id, name: 'HELD' });
    const after = (await own.client.request('projects.get', { id })).project;
    expect(after.defaults.secrets).toEqual([{ name: 'FLOWERS', inCommands: true }]);
  });
});

/** Approves every command until it is stopped. */
function answerApprovals(): () => void {
  const stop = own.client.on('approvals.changed', ({ approval }) => {
    if (approval.outcome === undefined)
      void own.client.request('approvals.resolve', { id: approval.id, decision: 'allow-once' }).catch(() => undefined);
  });
  return stop;
}
