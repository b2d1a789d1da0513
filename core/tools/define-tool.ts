// Defines a tool: name, input, risk, the plan shown for approval, and the action itself.
import type { Question } from '#contract/types/questions.ts';
import type { Risk } from '../policy/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Machine } from '../ports/machine.ts';
import type { BackgroundJobs } from './background-jobs.ts';
import { readInput, schemaOf, type Field, type InputOf } from './input.ts';

/** What a tool can use. It has no other access to the outside. */
export interface ToolContext {
  readonly sessionKey: string;
  readonly machine: Machine;
  readonly outbound: Outbound;
  /** Hosts, and `host:port` of services, that agents may call without approval. */
  readonly knownHosts: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly jobs: BackgroundJobs;
  readonly commandTimeoutMs: number;
  /** Streams output. */
  output(text: string): void;
}

/** What a call will do, as shown for approval. An approval covers exactly this. */
export interface Plan {
  /** The command line, or a one-line description of the action. */
  readonly command: string;
  readonly cwd: string;
  readonly argv?: readonly string[];
  readonly resolvedPath?: string;
  readonly diff?: string;
  readonly risks?: readonly string[];
  readonly suggestedRule?: readonly string[];
  /** The file to be changed. */
  readonly file?: string;
  /** The host to be called, with its port unless that is the default. */
  readonly host?: string;
  /** The exact command line for the shell: rules are matched against this. */
  readonly line?: string;
}

/** Result of a call. `text` is sent to the model, `details` to the UI. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A call with valid input. */
export interface OpenedCall {
  readonly risk: Risk;
  readonly title: string;
  plan(context: ToolContext): Promise<Plan>;
  run(context: ToolContext): Promise<ToolResult>;
}

/** A call that asks the user instead of acting. */
export interface AskingCall {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** A tool. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Every call of it only reads, so calls can run at the same time. */
  readonly readsOnly: boolean;
  /** Whether repeating the same call is normal, not a sign of a loop. */
  isRepeatable(raw: Readonly<Record<string, unknown>>): boolean;
  /** @throws {InputProblem} */
  open(raw: Readonly<Record<string, unknown>>): OpenedCall | AskingCall;
}

interface ToolDefinition<F extends Readonly<Record<string, Field<unknown>>>> {
  readonly name: string;
  readonly description: string;
  readonly fields: F;
  readonly risk: Risk | ((input: InputOf<F>) => Risk);
  readonly isRepeatable?: (raw: Readonly<Record<string, unknown>>) => boolean;
  title(input: InputOf<F>): string;
  /** Default: the title, in the workspace. */
  plan?(input: InputOf<F>, context: ToolContext): Promise<Plan>;
  run(input: InputOf<F>, context: ToolContext): Promise<ToolResult>;
}

/** Makes a tool from its definition. */
export function defineTool<F extends Readonly<Record<string, Field<unknown>>>>(definition: ToolDefinition<F>): Tool {
  const { name, description, fields, risk } = definition;
  return {
    name,
    description,
    input: schemaOf(fields),
    readsOnly: risk === 'read',
    isRepeatable: definition.isRepeatable ?? (() => false),
    open(raw) {
      const input = readInput(fields, raw);
      const title = definition.title(input);
      return {
        risk: typeof risk === 'function' ? risk(input) : risk,
        title,
        plan: (context) =>
          definition.plan?.(input, context) ?? Promise.resolve({ command: title, cwd: context.machine.workspace }),
        run: (context) => definition.run(input, context),
      };
    },
  };
}

/** A successful result. */
export function said(text: string, details: Readonly<Record<string, unknown>> = {}): ToolResult {
  return { text, isError: false, details };
}

/** A failure reported to the model. */
export function failed(text: string, details: Readonly<Record<string, unknown>> = {}): ToolResult {
  return { text, isError: true, details };
}
