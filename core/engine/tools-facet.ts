// Tools and slash commands, in lists and called directly.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Principal } from '../principal.ts';
import type { ToolEffect, ToolSource } from '../ports/tool-source.ts';

/** A tool in a list. */
export interface ToolSummary {
  readonly name: string;
  readonly description: string;
  readonly effect: ToolEffect;
  readonly source: Pick<ToolSource, 'id' | 'title'>;
}

/** A slash command in a list. */
export interface CommandSummary {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly acceptsArgs: boolean;
  readonly category: string;
  readonly args?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
}

/** A tool call by a person or program. Without a session, it gets its own, which is archived when the call has ended. */
export interface ToolInvocation {
  readonly tool: string;
  readonly input: JsonObject;
  readonly sessionKey?: string | undefined;
  readonly agentId?: string | undefined;
  readonly by: Principal;
}

/** The result of a call, the approval that it waits for, or its end without a result. */
export type InvocationOutcome =
  | {
      readonly type: 'result';
      readonly text: string;
      readonly isError: boolean;
      readonly details: JsonObject;
    }
  | { readonly type: 'approval'; readonly approvalId: string; readonly sessionKey: string }
  | { readonly type: 'ended'; readonly message: string };

/** Tools of agents. */
export interface ToolsFacet {
  /** Tools that an agent may use now, in a session. @throws {GatewayError} when there is no such agent. */
  list(agentId: string, sessionKey?: string): Promise<readonly ToolSummary[]>;
  /** Calls a tool. A call that requires approval stays open when this returns. @throws {GatewayError} */
  invoke(call: ToolInvocation, signal: AbortSignal): Promise<InvocationOutcome & Pick<ToolSummary, 'source'>>;
}

/** A command to answer outside the conversation. */
export interface CommandRequest {
  /** Canonical key. */
  readonly sessionKey: string;
  /** With the slash. */
  readonly text: string;
  readonly by: Principal;
}

/** Slash commands. */
export interface CommandsFacet {
  list(): readonly CommandSummary[];
  /** Runs a command without adding it to the conversation, also while a run is active. The reply is undefined if it isn't one. */
  answer(request: CommandRequest): Promise<string | undefined>;
}
