// Tools and slash commands as lists show them.

/** A tool as lists show it. */
export interface ToolFacts {
  readonly name: string;
  readonly description: string;
  readonly effect: 'read' | 'write' | 'network' | 'exec' | 'ask';
}

/** A slash command as lists show it. */
export interface CommandFacts {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly acceptsArgs: boolean;
  readonly category: string;
  readonly args?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
}

/** Tools of agents. */
export interface ToolsFacet {
  /** Tools that an agent may use. @throws {GatewayError} when there is no such agent. */
  list(agentId: string): readonly ToolFacts[];
}

/** Slash commands. */
export interface CommandsFacet {
  list(): readonly CommandFacts[];
}
