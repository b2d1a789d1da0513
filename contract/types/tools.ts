// Tools, skills, and channels of agents: types.

/** A skill of an agent, in the protocol's shape. */
interface SkillRow {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly bundled: boolean;
  readonly filePath: string;
  readonly baseDir: string;
  readonly skillKey: string;
  readonly always: boolean;
  readonly disabled: boolean;
  readonly eligible: boolean;
}

/** Skills of an agent. */
export interface SkillsStatus {
  readonly workspaceDir: string;
  readonly managedSkillsDir: string;
  readonly agentId: string;
  readonly skills: readonly SkillRow[];
}
