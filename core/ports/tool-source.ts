// The tool source port: where tools come from, such as the built-in tools, an MCP server, a plugin, or a channel.
// Core decides about every call: a source never asks for approval and never acts before `run`.
import type { ConsoleKind } from '#contract/types/console.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { RunFile } from '#contract/sessions/session-events.ts';
import type { Question } from '#contract/types/questions.ts';
import type { ConsoleSink } from '../console/console-source.ts';
import type { LineFacts } from '../policy/line-facts.ts';
import type { Risk } from '../policy/policy.ts';
import type { BackgroundJobs } from '../tools/background-jobs.ts';
import type { Clock } from './clock.ts';
import type { Machine } from './machine.ts';
import type { ToolOutbound } from './outbound.ts';
import type { ShellGrammar } from './shell-grammar.ts';

/** The greatest effect that calls of a tool can have. `ask`: it asks the user a question and does nothing else. */
export type ToolEffect = Risk | 'ask';

/** A tool as its source declares it. */
export interface ToolDeclaration {
  /** Letters, digits, `_` and `-`. Unique within the source. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input object. */
  readonly input: JsonObject;
  /** Never taken from a remote party. Without it, every call requires approval. */
  readonly effect?: ToolEffect;
  /** Whether repeating the same call is normal, not a sign of a loop. */
  isRepeatable?(input: JsonObject): boolean;
}

/** Who allowed a call that nobody has looked at: a person's rule, or the preset of read-only commands. */
export type AllowedBy = 'rule' | 'preset';

/** Everything that a tool can use: it has no other access to the outside. */
export interface ToolContext {
  readonly sessionKey: string;
  readonly machine: Machine;
  /** Records every call in the name of the tool and the session. */
  readonly outbound: ToolOutbound;
  /** Hosts, and `host:port` of services, that agents may call without approval. */
  readonly knownHosts: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly jobs: BackgroundJobs;
  /** Confirms what a command line runs. */
  readonly grammar: ShellGrammar;
  readonly commandTimeoutMs: number;
  /** Variables of commands. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What allowed the call if nobody has looked at it. */
  readonly allowedBy?: AllowedBy;
  /** Takes the output of a command for the console of the project. Absent: it isn't kept. */
  readonly console?: (kind: ConsoleKind, title: string) => ConsoleSink;
  /** Streams output. */
  output(text: string): void;
}

/** The action of a call, as shown for approval. An approval covers exactly this. */
export interface Plan {
  /** The command line, or a one-line description of the action. */
  readonly command: string;
  readonly cwd: string;
  readonly argv?: readonly string[];
  readonly resolvedPath?: string;
  readonly diff?: string;
  /** The command is a plan in Markdown. */
  readonly isPlan?: true;
  readonly risks?: readonly string[];
  readonly suggestedRule?: readonly string[];
  /** The file to be changed. */
  readonly file?: string;
  /** The same file with links resolved. */
  readonly target?: string;
  /** The host to be called, with its port unless that is the default. */
  readonly host?: string;
  /** For commands: what is known about the line. */
  readonly facts?: LineFacts;
  /** Files whose content the command runs. */
  readonly files?: readonly RunFile[];
}

/** Result of a call. `text` is sent to the model, `details` to the UI. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  readonly details: JsonObject;
}

/** A call that can run. A source that can't predict the effects of a call provides only `run`. */
export interface SourceCall {
  readonly risk?: Risk;
  readonly title?: string;
  plan?(context: ToolContext): Promise<Plan>;
  run(context: ToolContext): Promise<ToolResult>;
}

/** A call that asks the user instead of acting. */
export interface AskingCall {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** A source of tools. Names and descriptions can be anything; core checks and limits them. */
export interface ToolSource {
  /** Lower-case letters, digits and `-`. Names of its tools start with it, as in `github__search`. */
  readonly id: string;
  readonly title: string;
  /** Called before each model request, so it should answer from memory. */
  list(
    scope: { readonly agentId: string; readonly sessionKey: string | undefined },
    signal: AbortSignal,
  ): Promise<readonly ToolDeclaration[]>;
  /** Opens a call; nothing happens before it is run. @throws {InputProblem} */
  call(tool: string, input: JsonObject): SourceCall | AskingCall;
  /** Reports that the list has changed. Returns the function that removes the listener. */
  onChange(listener: () => void): () => void;
  dispose(): Promise<void>;
}
