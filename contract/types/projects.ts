// Projects: folders and repositories that sessions work on, and the defaults of those sessions.

/** Pattern of a project's ID, which is part of file names. */
export const PROJECT_ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,63}$';
/** Days for which a deleted project can be restored. */
export const PROJECT_RESTORABLE_DAYS = 30;
/** Name of a variable or secret. */
export const VARIABLE_PATTERN = '^[A-Za-z_][A-Za-z0-9_]{0,99}$';
/** Shortest secret. Shorter ones can't be recognized in output. */
export const MIN_SECRET_LENGTH = 8;
/** Limits of the defaults. */
export const PROJECT_LIMITS = {
  name: 100,
  setup: 16_384,
  testCommand: 1_000,
  variables: 100,
  value: 8_192,
  secrets: 50,
  carried: 50,
  pattern: 400,
  prompts: 12,
  prompt: 1_000,
  ports: 100,
} as const;

/** Where the files of a project come from. */
export type ProjectSource = 'folder' | 'cloned' | 'template';

/** A repository on a host. */
export interface RemoteRepository {
  readonly name: string;
  /** `owner/name`. */
  readonly fullName: string;
  readonly description?: string;
  readonly cloneUrl: string;
  readonly webUrl: string;
  readonly private: boolean;
}

/** A secret of a project. Its value never leaves the host. */
export interface ProjectSecret {
  readonly name: string;
  /** Whether commands of the project's sessions get it in their environment. */
  readonly inCommands: boolean;
}

/** Defaults of a project's sessions. What is absent comes from the agent or the settings. */
export interface ProjectDefaults {
  readonly agentId?: string;
  /** Kind of the machine. */
  readonly machine?: string;
  /** Container image. */
  readonly image?: string;
  /** `provider/model` */
  readonly model?: string;
  /** Script that runs once in each folder, before the first run there. */
  readonly setup?: string;
  /** Command that tests the work of a session, such as `npm test`. */
  readonly testCommand?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: readonly ProjectSecret[];
  /** Globs of ignored files that a new worktree gets a copy of, such as `.env`. */
  readonly carried?: readonly string[];
  /** Number of TCP ports that each folder gets for itself. */
  readonly ports?: number;
  /** Suggested first messages. */
  readonly prompts?: readonly string[];
}

/** A project. Times are Unix ms. `folder` and `originUrl` are absent for callers without `operator.write`. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly source: ProjectSource;
  readonly folder?: string;
  /** Without credentials. */
  readonly originUrl?: string;
  /** The template that it was created from. */
  readonly template?: string;
  /** Whether Gatehouse created the folder, so that it can delete it. */
  readonly ownsFolder: boolean;
  /** The folder doesn't exist. */
  readonly isMissing?: true;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastUsedAt?: number;
  readonly archivedAt?: number;
  readonly deletedAt?: number;
  readonly defaults: ProjectDefaults;
}

/** A setup script in one folder. `interrupted`: the host ended while it was running. */
export interface ProjectSetup {
  readonly projectId: string;
  readonly folder: string;
  readonly status: 'running' | 'done' | 'failed' | 'interrupted';
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly exitCode?: number | null;
  /** The end of its output. */
  readonly output: string;
  /** Why it couldn't be started, or was stopped. */
  readonly problem?: string;
}

/** A template of new projects. */
export interface ProjectTemplate {
  /** The ID of one that ships with Gatehouse; otherwise its folder or URL. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Paths of its files. */
  readonly files: readonly string[];
  readonly setup?: string;
  readonly prompts: readonly string[];
}

/** TCP ports of a folder, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}
