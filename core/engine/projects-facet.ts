// Projects as the gateway sees them.
import type { ProjectSetup, ProjectTemplate } from '#contract/types/projects.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { carryFiles } from '../projects/carry-files.ts';
import { readTemplate } from '../projects/create-project.ts';
import type { CreateProgress, CreateRequest } from '../projects/create-options.ts';
import { readEnvironment } from '../projects/project-environment.ts';
import { removeSecret, setSecret, type SecretChange } from '../projects/project-secrets.ts';
import { toSetupPlace, type ProjectSetups } from '../projects/project-setups.ts';
import type { DefaultsChange, Projects } from '../projects/projects.ts';
import { withProject } from '../projects/session-agent.ts';
import { TEMPLATES } from '../projects/templates/registry.ts';
import { requireVariableName } from '../projects/variables.ts';
import type { CarriedFiles } from '../ports/project-files.ts';
import type { RepositorySearch } from '../ports/repository-search.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { isFolderTrusted } from '../trust/folder-trust.ts';
import type { EnginePorts } from './engine-ports.ts';

/** Projects. Errors are {@link GatewayError}s. */
export interface ProjectsFacet {
  list(which?: { readonly deleted?: boolean }): Promise<readonly ProjectRecord[]>;
  get(id: string | undefined): Promise<ProjectRecord | undefined>;
  require(id: string): Promise<ProjectRecord>;
  findByFolder(folder: string): Promise<ProjectRecord | undefined>;
  /** The machine of a project's sessions, if it has one. Known once the projects have been loaded. */
  machine(id: string | undefined): string | undefined;
  /** The folder for new projects. */
  folder(): string;
  create(request: CreateRequest, by: Principal, progress: CreateProgress): Promise<ProjectRecord>;
  rename(id: string, name: string, by: Principal): Promise<ProjectRecord>;
  archive(id: string, isArchived: boolean, by: Principal): Promise<ProjectRecord>;
  setDefaults(id: string, change: DefaultsChange, by: Principal): Promise<ProjectRecord>;
  setSecret(id: string, change: SecretChange, by: Principal): Promise<ProjectRecord>;
  removeSecret(id: string, name: string, by: Principal): Promise<ProjectRecord>;
  remove(id: string, deleteCheckout: boolean, by: Principal): Promise<boolean>;
  restore(id: string, by: Principal): Promise<ProjectRecord>;
  default(): Promise<string | undefined>;
  use(id: string | undefined, by: Principal): Promise<void>;
  purge(): Promise<void>;
  /** Copies the ignored files that a project lists, such as `.env`, into a new worktree. */
  carry(project: ProjectRecord, folders: { readonly from: string; readonly to: string }): Promise<CarriedFiles>;
  /** Repositories on GitHub that the user can clone. */
  searchRemote: RepositorySearch;
  templates(): readonly ProjectTemplate[];
  readTemplate(folder: string): Promise<ProjectTemplate>;
  setups(id: string): Promise<readonly ProjectSetup[]>;
  setup(session: SessionRecord): Promise<ProjectSetup | undefined>;
  /** Runs the setup script again in the folder of a session. */
  runSetup(session: SessionRecord): Promise<void>;
  /** The variables of commands and terminals of a session. */
  environment(session: Pick<SessionRecord, 'projectId' | 'workspace'>): Promise<Readonly<Record<string, string>>>;
}

/** The projects of the engine. */
export function projectsFacet(ports: EnginePorts, projects: Projects, setups: ProjectSetups): ProjectsFacet {
  return {
    list: (which) => projects.list(which),
    searchRemote: (query, signal) => ports.searchRepositories(query, signal),
    get: (id) => projects.get(id),
    require: (id) => projects.require(id),
    findByFolder: (folder) => projects.findByFolder(folder),
    machine: (id) => projects.peek(id)?.defaults.machine,
    folder: () => projects.folder(),
    create: (request, by, progress) => projects.create(request, by, progress),
    rename: (id, name, by) => projects.rename(id, name, by),
    archive: (id, isArchived, by) => projects.archive(id, isArchived, by),
    setDefaults(id, change, by) {
      for (const name of Object.keys(change.variables ?? {})) requireVariableName(name);
      if (typeof change.agentId === 'string') requireAgent(ports.config.settings(), change.agentId);
      return projects.setDefaults(id, change, by);
    },
    setSecret: (id, change, by) => setSecret(ports, projects, id, change, by),
    removeSecret: (id, name, by) => removeSecret(ports, projects, id, name, by),
    remove: (id, deleteCheckout, by) => projects.remove(id, deleteCheckout, by),
    restore: (id, by) => projects.restore(id, by),
    default: () => projects.default(),
    use: (id, by) => projects.use(id, by),
    purge: () => projects.purge(),
    carry: (project, folders) => carryFiles(ports, project, folders),
    templates: () => TEMPLATES.map(describeTemplate),
    async readTemplate(asked) {
      return describeTemplate(await readTemplate(ports.projectFiles, await ports.folders.require(asked)));
    },
    setups: async (id) => setups.list((await projects.require(id)).id),
    setup: (session) => setups.read(session.workspace),
    async runSetup(session) {
      const project = await projects.require(session.projectId ?? '');
      const { key, agentId, workspace, machine } = session;
      const agent = withProject(requireAgent(ports.config.settings(), agentId), project);
      // The script can come from a template, which nobody has to trust.
      if (!(await isFolderTrusted(ports, agent, workspace)))
        throw invalidRequest(
          "This folder isn't trusted, so its setup script doesn't run.",
          'FOLDER_NOT_TRUSTED',
          'Trust the folder, then retry.',
        );
      await setups.runAgain(toSetupPlace(project, session), () =>
        openMachine(ports.machines, agent, { key, workspace, machine }),
      );
    },
    async environment({ projectId, workspace }) {
      const project = await projects.get(projectId);
      return project === undefined ? {} : readEnvironment(ports, project, workspace);
    },
  };
}

function describeTemplate({ id, title, description, files, setup, prompts }: ProjectTemplate): ProjectTemplate {
  return { id, title, description, files, prompts, ...(setup === undefined ? {} : { setup }) };
}
