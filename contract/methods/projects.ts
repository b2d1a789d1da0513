// Projects: folders and repositories that sessions work on.
import { Type } from 'typebox';
import { PROJECT_ID_PATTERN, PROJECT_LIMITS, type Project, type ProjectTemplate } from '../types/projects.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { adminMethod, defineMethod, readMethod, writeMethod } from './define-method.ts';
import { Id, NoParams, Ok, closed, resultType } from './results.ts';

const ProjectId = Type.String({ pattern: PROJECT_ID_PATTERN });
const Name = Type.String({ minLength: 1, maxLength: PROJECT_LIMITS.name });
const Path = Type.String({ minLength: 1, maxLength: 4_096 });
const Url = Type.String({ minLength: 1, maxLength: 2_048 });
const ProjectResult = resultType<{ readonly project: Project }>('Project');

/** Where a new project comes from. */
const Source = Type.Union([
  closed({ kind: Type.Literal('folder'), path: Path, create: Type.Optional(Type.Boolean()) }),
  closed({ kind: Type.Literal('git'), url: Url }),
  closed({ kind: Type.Literal('template'), template: Type.Union([Url, Path]) }),
]);

/** Methods for projects. */
export const PROJECT_METHODS = {
  'projects.list': readMethod({
    summary: 'Lists projects for OpenClaw clients. Folders and URLs are included only for callers with write access.',
    params: publishedParams('ProjectsListParams'),
    result: publishedResult('ProjectsListResult'),
  }),
  'projects.register': adminMethod({
    summary:
      'Adds an existing folder as a project. If the folder already is a project, that project is returned unchanged.',
    ...published('ProjectsRegister'),
  }),
  'projects.add': writeMethod({
    summary: 'Clones a git repository and adds it as a project, with progress.',
    ...published('ProjectsAdd'),
    isLong: true,
  }),
  'projects.remove': adminMethod({
    summary:
      'Deletes a project, which can be restored for 30 days. The folder is kept unless `deleteCheckout` is set and Gatehouse created it.',
    ...published('ProjectsRemove'),
  }),
  'projects.searchRemote': readMethod({
    summary:
      "Searches repositories on GitHub with the GitHub CLI of the host. If `gh` is missing or isn't signed in, `credential` is `missing`. Private repositories are included only for callers with `operator.write`.",
    params: publishedParams('ProjectsSearchRemoteParams'),
    result: publishedResult('ProjectsSearchRemoteResult'),
  }),
  'projects.catalog': readMethod({
    summary: 'Lists projects with their defaults, the default project, and the folder for new projects.',
    params: closed({
      archived: Type.Optional(Type.Boolean()),
      deleted: Type.Optional(Type.Boolean()),
    }),
    result: resultType<{
      readonly projects: readonly Project[];
      readonly defaultProjectId?: string;
      readonly folder?: string;
    }>('ProjectCatalog'),
  }),
  'projects.get': readMethod({
    summary: 'Returns a project.',
    params: closed({ id: ProjectId }),
    result: ProjectResult,
  }),
  'projects.create': defineMethod({
    summary:
      'Creates a project from a folder, a git URL, or a template, with progress. `operationId`: an ID to pass to `projects.create.cancel`.',
    // Everything in a folder of the computer becomes readable.
    scope: ({ source }) => (source.kind === 'folder' ? 'operator.admin' : 'operator.write'),
    params: closed({
      source: Source,
      name: Type.Optional(Name),
      parent: Type.Optional(Path),
      operationId: Type.Optional(Id),
    }),
    result: ProjectResult,
    isLong: true,
  }),
  'projects.create.cancel': writeMethod({
    summary: 'Cancels a `projects.create` call. What was created so far is deleted.',
    params: closed({ operationId: Id }),
    result: resultType<{ readonly canceled: boolean }>('Canceled'),
  }),
  'projects.rename': writeMethod({
    summary: "Renames a project. Its ID and folder don't change.",
    params: closed({ id: ProjectId, name: Name }),
    result: ProjectResult,
  }),
  'projects.archive': writeMethod({
    summary: 'Archives a project or, with `archived: false`, unarchives it.',
    params: closed({ id: ProjectId, archived: Type.Optional(Type.Boolean()) }),
    result: ProjectResult,
  }),
  'projects.restore': adminMethod({
    summary: 'Restores a deleted project, and its folder if that was deleted too.',
    params: closed({ id: ProjectId }),
    result: ProjectResult,
  }),
  'projects.use': writeMethod({
    summary: 'Sets the default project for new sessions; null clears it.',
    params: closed({ id: Type.Union([ProjectId, Type.Null()]) }),
    result: Ok,
  }),
  'projects.templates.list': readMethod({
    summary: 'Lists the templates that ship with Gatehouse.',
    params: NoParams,
    result: resultType<{ readonly templates: readonly ProjectTemplate[] }>('ProjectTemplate[]'),
  }),
  'projects.templates.read': adminMethod({
    summary: 'Returns the template in a folder. Nothing in it is executed.',
    params: closed({ folder: Path }),
    result: resultType<{ readonly template: ProjectTemplate }>('ProjectTemplate'),
  }),
} as const;
