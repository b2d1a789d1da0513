// Creates the folder of a new project: an existing one, a clone, or the files of a template.
import type { ProjectDefaults, ProjectSource } from '#contract/types/projects.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { Git } from '../ports/git.ts';
import type { Ids } from '../ports/clock.ts';
import type { ProjectFiles } from '../ports/project-files.ts';
import type { WorkspaceFolders } from '../ports/workspace-folders.ts';
import { cloneRepository, targetExists } from './clone-repository.ts';
import type { CreateProgress, CreateRequest } from './create-options.ts';
import { parseGitUrl, withoutCredentials, type GitSource } from './git-url.ts';
import { cleanProjectName, lastPart, toProjectId } from './project-names.ts';
import { requirePortable, toTemplate, type ReadyTemplate } from './template.ts';
import { TEMPLATES } from './templates/registry.ts';

/** What creating a folder needs. */
export interface CreateParts {
  readonly git: Git;
  readonly files: ProjectFiles;
  readonly folders: WorkspaceFolders;
  readonly ids: Ids;
  /** The folder for new projects. */
  readonly parent: () => string;
  readonly isIdTaken: (id: string) => boolean;
}

/** A folder that a project can be made of. */
export interface CreatedFolder {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly source: ProjectSource;
  readonly ownsFolder: boolean;
  readonly originUrl?: string;
  readonly template?: string;
  readonly defaults: ProjectDefaults;
}

/** Creates the folder, or finds it. @throws {GatewayError} */
export function createFolder(
  parts: CreateParts,
  request: CreateRequest,
  progress: CreateProgress,
): Promise<CreatedFolder> {
  const { source } = request;
  switch (source.kind) {
    case 'folder':
      return openExisting(parts, source, request);
    case 'git':
      return cloneFolder(parts, parseGitUrl(source.url), request, progress);
    case 'template':
      return fillFolder(parts, source.template, request, progress);
  }
}

/** The template with this ID, or in this folder. @throws {GatewayError} */
export async function readTemplate(files: ProjectFiles, id: string): Promise<ReadyTemplate> {
  const shipped = TEMPLATES.find((template) => template.id === id);
  if (shipped !== undefined) return shipped;
  const template = toTemplate(id, await files.readTemplate(id));
  return { ...template, toFiles: () => readFiles(files, id, template.files) };
}

async function* readFiles(files: ProjectFiles, folder: string, paths: readonly string[]) {
  for (const path of paths) yield await files.readTemplateFile(folder, path);
}

async function openExisting(
  parts: CreateParts,
  { path, create = false }: { readonly path: string; readonly create?: boolean | undefined },
  request: CreateRequest,
): Promise<CreatedFolder> {
  const folder = await parts.folders.require(path, create);
  const { id, name } = toNames(parts, request.name ?? lastPart(folder));
  return { id, name, folder, source: 'folder', ownsFolder: false, defaults: {} };
}

async function cloneFolder(
  parts: CreateParts,
  origin: GitSource,
  request: CreateRequest,
  progress: CreateProgress,
): Promise<CreatedFolder> {
  const names = toNames(parts, request.name ?? origin.name);
  const target = await planFolder(parts, request, names.id);
  await cloneRepository(parts, origin, target, progress);
  const folder = await parts.folders.require(target.folder);
  const originUrl = withoutCredentials(origin.url);
  return { ...names, folder, source: 'cloned', ownsFolder: true, ...defined({ originUrl }), defaults: {} };
}

async function fillFolder(
  parts: CreateParts,
  asked: string,
  request: CreateRequest,
  progress: CreateProgress,
): Promise<CreatedFolder> {
  const { files, folders } = parts;
  return withTemplate(parts, asked, request, progress, async (template) => {
    const names = toNames(parts, request.name ?? template.title);
    const target = await planFolder(parts, request, names.id);
    requirePortable(template.files);
    progress.onProgress({ step: 'Creating files' });
    await files.createFolder(target.folder, template.toFiles(names));
    const folder = await folders.require(target.folder);
    const { setup, prompts } = template;
    const defaults = { ...defined({ setup }), ...(prompts.length === 0 ? {} : { prompts }) };
    return { ...names, folder, source: 'template', ownsFolder: true, template: asked, defaults };
  });
}

/** Uses a template; the clone of a repository that contains one is deleted afterwards. */
async function withTemplate<T>(
  parts: CreateParts,
  asked: string,
  request: CreateRequest,
  progress: CreateProgress,
  use: (template: ReadyTemplate) => Promise<T>,
): Promise<T> {
  const { files, folders } = parts;
  const isShipped = TEMPLATES.some(({ id }) => id === asked);
  const isFolder = asked.startsWith('/') || asked.startsWith('~') || /^[A-Za-z]:[\\/]/.test(asked);
  if (isShipped) return use(await readTemplate(files, asked));
  if (isFolder) return use(await readTemplate(files, await folders.require(asked)));
  const origin = parseGitUrl(asked);
  const parent = await requireParent(parts, request);
  const folder = files.join(parent, `.gatehouse-template-${parts.ids.next()}`);
  try {
    await cloneRepository(parts, origin, { parent, folder }, progress);
    return await use(await readTemplate(files, folder));
  } finally {
    await files.deleteFolder(folder);
  }
}

function toNames({ isIdTaken }: CreateParts, asked: string): { readonly id: string; readonly name: string } {
  const name = cleanProjectName(asked);
  return { name, id: toProjectId(name, isIdTaken) };
}

/** Where a new folder is created. @throws {GatewayError} `target_exists` */
async function planFolder(parts: CreateParts, request: CreateRequest, id: string) {
  const parent = await requireParent(parts, request);
  const folder = parts.files.join(parent, id);
  if (await parts.files.exists(folder)) throw targetExists();
  return { parent, folder };
}

async function requireParent({ folders, parent }: CreateParts, request: CreateRequest): Promise<string> {
  try {
    return await folders.require(request.parent ?? parent(), true);
  } catch (error) {
    if (!(error instanceof GatewayError) || request.parent !== undefined) throw error;
    const hint = 'Choose another folder with projects.folder in the configuration file.';
    throw new GatewayError(error.code, error.message, { details: { ...error.extras.details, hint } });
  }
}
