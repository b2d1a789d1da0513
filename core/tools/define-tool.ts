// What a tool is: a name, an input, a risk, what a person is shown before it acts, and the act itself.
import type { Question } from '#contract/types/questions.ts';
import type { Risk } from '../policy/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Sandbox } from '../ports/machine.ts';
import type { BackgroundJobs } from './background-jobs.ts';
import { readInput, schemaOf, type Field, type InputOf } from './input.ts';

/** Where a tool works. It has no other way to the outside. */
export interface ToolContext {
  readonly sessionKey: string;
  readonly sandbox: Sandbox;
  readonly outbound: Outbound;
  /** Hosts, and `host:port` of services, that agents may call without a question. */
  readonly knownHosts: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly jobs: BackgroundJobs;
  readonly commandTimeoutMs: number;
  /** Output as it comes. */
  output(text: string): void;
}

/** What a call will do, as a person sees it. An approval binds exactly this. */
export interface Plan {
  /** The command line, or one line that says what will happen. */
  readonly command: string;
  readonly cwd: string;
  readonly argv?: readonly string[];
  readonly resolvedPath?: string;
  readonly diff?: string;
  readonly risks?: readonly string[];
  readonly suggestedRule?: readonly string[];
  /** The file that will be changed. */
  readonly file?: string;
  /** The host that will be called, as an address has it: with its port when that is not the usual one. */
  readonly host?: string;
  /** The line that a shell will run, as it is: rules judge this. */
  readonly line?: string;
}

/** What came of a call. `text` goes to the model, `details` to the screen. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A call whose input was understood. */
export interface OpenedCall {
  readonly risk: Risk;
  readonly title: string;
  plan(context: ToolContext): Promise<Plan>;
  run(context: ToolContext): Promise<ToolResult>;
}

/** A call that asks the person instead of acting. */
export interface AskingCall {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** A tool. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the same call again and again is no sign of a loop. */
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
    isRepeatable: definition.isRepeatable ?? (() => false),
    open(raw) {
      const input = readInput(fields, raw);
      const title = definition.title(input);
      return {
        risk: typeof risk === 'function' ? risk(input) : risk,
        title,
        plan: (context) =>
          definition.plan?.(input, context) ?? Promise.resolve({ command: title, cwd: context.sandbox.workspace }),
        run: (context) => definition.run(input, context),
      };
    },
  };
}

/** A result in words only. */
export function said(text: string, details: Readonly<Record<string, unknown>> = {}): ToolResult {
  return { text, isError: false, details };
}

/** A failure that the model is told about. */
export function failed(text: string, details: Readonly<Record<string, unknown>> = {}): ToolResult {
  return { text, isError: true, details };
}
