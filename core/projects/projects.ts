// The projects of a gateway: created, listed, changed, archived, deleted, and restored.
import { PROJECT_RESTORABLE_DAYS, type ProjectDefaults, type ProjectSecret } from '#contract/types/projects.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Publish } from '../engine/notices.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import { createFolder } from './create-project.ts';
import type { CreateProgress, CreateRequest } from './create-options.ts';
import { cleanProjectName } from './project-names.ts';
import { hideSecrets, toSecretName } from './stored-secrets.ts';

const DAY_MS = 24 * 60 * 60_000;
const DEFAULT_PROJECT = 'projects.default';
/** Time between two updates of the last use, ms. */
const USE_INTERVAL_MS = 60_000;

/** The part of the ports that projects use. */
export type ProjectPorts = Pick<
  EnginePorts,
  'config' | 'git' | 'projectFiles' | 'isPortFree' | 'folders' | 'clock' | 'ids' | 'secretGuard' | 'log'
> & { readonly store: Pick<EnginePorts['store'], 'projects' | 'settings' | 'audit' | 'secrets' | 'worktrees'> };

/** Changes of the defaults; `null` clears one. */
export type DefaultsChange = { readonly [K in keyof ProjectDefaults]?: ProjectDefaults[K] | null | undefined };

/** The projects in memory. Only this process changes them. */
export class Projects {
  readonly #ports: ProjectPorts;
  readonly #changed: () => void;
  #all: Promise<Map<string, ProjectRecord>> | undefined;
  #loaded: ReadonlyMap<string, ProjectRecord> = new Map();
  /** Each change starts from the result of the one before. */
  readonly #changes = new SerialQueue();

  constructor(ports: ProjectPorts, publish: Publish) {
    this.#ports = ports;
    this.#changed = () => publish({ kind: 'projects' });
  }

  /** All that aren't deleted, or only those that are. */
  async list({ deleted = false } = {}): Promise<readonly ProjectRecord[]> {
    const all = [...(await this.#read()).values()].filter(({ deletedAt }) => (deletedAt !== undefined) === deleted);
    return all.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /** A project that isn't deleted. */
  async get(id: string | undefined): Promise<ProjectRecord | undefined> {
    const found = id === undefined ? undefined : (await this.#read()).get(id);
    return found?.deletedAt === undefined ? found : undefined;
  }

  /** The same, if the projects have been loaded. */
  peek(id: string | undefined): ProjectRecord | undefined {
    const found = id === undefined ? undefined : this.#loaded.get(id);
    return found?.deletedAt === undefined ? found : undefined;
  }

  /** @throws {GatewayError} */
  async require(id: string): Promise<ProjectRecord> {
    const found = await this.get(id);
    if (found !== undefined) return found;
    throw invalidRequest('Project not found.', 'PROJECT_NOT_FOUND', 'List the projects and choose one of them.');
  }

  /** The project whose folder this is. */
  async findByFolder(folder: string): Promise<ProjectRecord | undefined> {
    return (await this.list()).find((project) => project.folder === folder);
  }

  /** Creates a project. A folder that already is one is returned as it is. @throws {GatewayError} */
  async create(request: CreateRequest, by: Principal, progress: CreateProgress): Promise<ProjectRecord> {
    const all = await this.#read();
    const { git, projectFiles: files, folders, ids, clock } = this.#ports;
    const created = await createFolder(
      { git, files, folders, ids, parent: () => this.folder(), isIdTaken: (id) => all.has(id) },
      request,
      progress,
    );
    const known = await this.findByFolder(created.folder);
    if (known !== undefined) return known;
    const now = clock.now();
    const project: ProjectRecord = { ...created, ownerId: by.userId, createdAt: now, updatedAt: now };
    const details = { source: created.source, folder: created.folder };
    const isAdded = await this.#ports.store.projects.add(project, toAudit(by, 'project.created', project.id, details));
    if (!isAdded) throw invalidRequest('Another project was created at the same time.', 'PROJECT_TAKEN', 'Retry.');
    this.#keep(all, project);
    return project;
  }

  /** The folder for new projects. */
  folder(): string {
    return this.#ports.config.settings().projects.folder || this.#ports.folders.suggested;
  }

  rename(id: string, name: string, by: Principal): Promise<ProjectRecord> {
    const clean = cleanProjectName(name);
    return this.#change(id, () => ({ name: clean }), by, 'project.renamed', { name: clean });
  }

  archive(id: string, isArchived: boolean, by: Principal): Promise<ProjectRecord> {
    const archivedAt = isArchived ? this.#ports.clock.now() : undefined;
    return this.#change(id, () => ({ archivedAt }), by, isArchived ? 'project.archived' : 'project.unarchived');
  }

  /** Values aren't recorded: variables can hold anything. */
  setDefaults(id: string, change: DefaultsChange, by: Principal): Promise<ProjectRecord> {
    const details = { names: Object.keys(change) };
    return this.#change(id, ({ defaults }) => ({ defaults: merge(defaults, change) }), by, 'project.defaults', details);
  }

  /** Changes the list of secrets as it is then, so that two changes at the same time both take effect. */
  setSecrets(
    id: string,
    change: (secrets: readonly ProjectSecret[]) => readonly ProjectSecret[],
    by: Principal,
  ): Promise<ProjectRecord> {
    const next = ({ defaults }: ProjectRecord) => {
      const secrets = change(defaults.secrets ?? []);
      return { defaults: merge(defaults, { secrets: secrets.length === 0 ? null : secrets }) };
    };
    return this.#change(id, next, by, 'project.defaults', { names: ['secrets'] });
  }

  /** Deletes a project, and its folder if that is asked for and Gatehouse created it. @throws {GatewayError} */
  async remove(id: string, deleteCheckout: boolean, by: Principal): Promise<boolean> {
    const project = await this.get(id);
    if (project === undefined) return false;
    if (deleteCheckout && !project.ownsFolder)
      throw invalidRequest(
        "Gatehouse didn't create the folder of this project, so it isn't deleted.",
        'PROJECT_FOLDER_NOT_OWN',
        'Delete the project without its folder.',
      );
    const deletedAt = this.#ports.clock.now();
    const isThere = deleteCheckout && (await this.#ports.projectFiles.exists(project.folder));
    const trash = isThere ? await this.#ports.projectFiles.moveToTrash(project.folder, id) : undefined;
    try {
      await this.#change(id, () => ({ deletedAt, trash }), by, 'project.deleted', { folder: isThere });
    } catch (error) {
      if (trash !== undefined) await this.#ports.projectFiles.restoreFromTrash(trash, project.folder);
      throw error;
    }
    return true;
  }

  /** Undoes {@link remove}. @throws {GatewayError} */
  async restore(id: string, by: Principal): Promise<ProjectRecord> {
    const project = (await this.#read()).get(id);
    if (project?.deletedAt === undefined)
      throw invalidRequest('No deleted project has this ID.', 'PROJECT_NOT_FOUND', 'It may already be restored.');
    const { trash, folder } = project;
    if (trash !== undefined) await this.#ports.projectFiles.restoreFromTrash(trash, folder);
    try {
      return await this.#change(id, () => ({ deletedAt: undefined, trash: undefined }), by, 'project.restored');
    } catch (error) {
      if (trash !== undefined) await this.#ports.projectFiles.moveToTrash(folder, id).catch(() => undefined);
      throw error;
    }
  }

  /** Permanently deletes what was deleted 30 days ago. */
  async purge(): Promise<void> {
    const before = this.#ports.clock.now() - PROJECT_RESTORABLE_DAYS * DAY_MS;
    const gone = await this.#ports.store.projects.purge(before);
    const all = await this.#read();
    for (const { id, trash, defaults } of gone) {
      all.delete(id);
      if (trash !== undefined) await this.#ports.projectFiles.deleteFolder(trash);
      for (const { name } of defaults.secrets ?? []) await this.#ports.store.secrets.delete(toSecretName(id, name));
    }
  }

  /** The default project of new sessions. */
  async default(): Promise<string | undefined> {
    const id = await this.#ports.store.settings.get(DEFAULT_PROJECT);
    return typeof id === 'string' ? (await this.get(id))?.id : undefined;
  }

  async use(id: string | undefined, by: Principal): Promise<void> {
    const { settings, audit } = this.#ports.store;
    if (id !== undefined) await this.require(id);
    if (id === undefined) await settings.delete(DEFAULT_PROJECT);
    else await settings.set(DEFAULT_PROJECT, id);
    await audit.append(toAudit(by, 'project.used', id ?? ''));
    this.#changed();
  }

  /** Notes that a session of the project was created or used. */
  async markUsed(id: string): Promise<void> {
    await this.#changes.run(async () => {
      const project = await this.get(id);
      const now = this.#ports.clock.now();
      if (project === undefined || now - (project.lastUsedAt ?? 0) < USE_INTERVAL_MS) return;
      await this.#save({ ...project, lastUsedAt: now });
    });
  }

  #change(
    id: string,
    change: (project: ProjectRecord) => { readonly [K in keyof ProjectRecord]?: ProjectRecord[K] | undefined },
    by: Principal,
    action: string,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<ProjectRecord> {
    return this.#changes.run(async () => {
      const before = (await this.#read()).get(id);
      if (before === undefined) return this.require(id);
      const updatedAt = this.#ports.clock.now();
      // Cleared fields are left out.
      const next = { ...defined({ ...before, ...change(before) }), updatedAt } as ProjectRecord;
      return this.#save(next, toAudit(by, action, id, details));
    });
  }

  async #save(project: ProjectRecord, audit?: ReturnType<typeof toAudit>): Promise<ProjectRecord> {
    const isSaved = await this.#ports.store.projects.save(project, audit);
    if (!isSaved)
      throw new GatewayError('INVALID_REQUEST', 'Another project uses this folder.', {
        details: { code: 'PROJECT_FOLDER_TAKEN', hint: 'Delete that project first.' },
      });
    this.#keep(await this.#read(), project);
    return project;
  }

  #keep(all: Map<string, ProjectRecord>, project: ProjectRecord): void {
    all.set(project.id, project);
    this.#changed();
  }

  #read(): Promise<Map<string, ProjectRecord>> {
    this.#all ??= this.#load();
    return this.#all;
  }

  async #load(): Promise<Map<string, ProjectRecord>> {
    const all = new Map((await this.#ports.store.projects.list()).map((project) => [project.id, project]));
    await hideSecrets(this.#ports, [...all.values()]);
    this.#loaded = all;
    return all;
  }
}

function toAudit(by: Principal, action: string, subject: string, details: Readonly<Record<string, unknown>> = {}) {
  return { by, action, subject, details };
}

function merge(defaults: ProjectDefaults, change: DefaultsChange): ProjectDefaults {
  const entries = Object.entries({ ...defaults, ...defined(change) }).filter(([, value]) => value !== null);
  // Each entry is of one of the two, and null is left out.
  return Object.fromEntries(entries) as ProjectDefaults;
}
