// Store port of projects, of the setup scripts that ran in their folders, and of the ports assigned to those folders.
import type { PortRange, Project, ProjectSetup } from '#contract/types/projects.ts';
import type { AuditDraft } from './audit.ts';

/** The stored record of a project. */
export interface ProjectRecord extends Omit<Project, 'folder' | 'isMissing'> {
  /** Real path. */
  readonly folder: string;
  readonly ownerId: string;
  /** Where its folder is while it is deleted. */
  readonly trash?: string;
}

/** A request for ports. */
export interface PortRequest {
  readonly projectId: string;
  readonly folder: string;
  readonly count: number;
  /** The ports to choose from. */
  readonly from: PortRange;
  /** Ranges that other programs use. A range of the folder that contains one of them is replaced. */
  readonly busy?: readonly PortRange[];
}

/** Projects. */
export interface ProjectStore {
  /** All, including archived and deleted ones, in the order in which they were created. */
  list(): Promise<readonly ProjectRecord[]>;
  /** False if the ID, or the folder of a project that isn't deleted, is taken. */
  add(project: ProjectRecord, audit: AuditDraft): Promise<boolean>;
  /** False if there is no such project, or another one has its folder. */
  save(project: ProjectRecord, audit?: AuditDraft): Promise<boolean>;
  /** Permanently removes projects that were deleted before a time, with their setups and ports; returns them. */
  purge(before: number): Promise<readonly ProjectRecord[]>;
  setups(projectId: string): Promise<readonly ProjectSetup[]>;
  setup(folder: string): Promise<ProjectSetup | undefined>;
  saveSetup(setup: ProjectSetup): Promise<void>;
  /** The ports that a folder has. */
  findPorts(folder: string): Promise<PortRange | undefined>;
  releasePorts(folder: string): Promise<void>;
  /** The ports of a folder: those assigned before, or the first free range. Undefined if none is free. */
  assignPorts(request: PortRequest): Promise<PortRange | undefined>;
  /** Forgets the setup and the ports of a folder that no longer exists. */
  forgetFolder(folder: string): Promise<void>;
}
