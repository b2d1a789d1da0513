// Defines a built-in tool: name, input, effect, the plan shown for approval, and the action itself.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Risk } from '../policy/policy.ts';
import type { AskingCall, Plan, SourceCall, ToolContext, ToolDeclaration, ToolResult } from '../ports/tool-source.ts';
import { readInput, toSchema, type Fields, type InputValue } from './input.ts';

/** A built-in tool. */
export interface BuiltInTool extends ToolDeclaration {
  /** @throws {InputProblem} */
  open(raw: JsonObject): SourceCall | AskingCall;
}

interface ToolDefinition<F extends Fields> {
  readonly name: string;
  readonly description: string;
  readonly fields: F;
  readonly effect: Risk;
  /** The risk of one call, if it can be less than the effect of the tool. */
  readonly risk?: (input: InputValue<F>) => Risk;
  readonly isRepeatable?: (raw: JsonObject) => boolean;
  readonly title: (input: InputValue<F>) => string;
  /** Default: the title, in the workspace. */
  readonly plan?: (input: InputValue<F>, context: ToolContext) => Promise<Plan>;
  readonly run: (input: InputValue<F>, context: ToolContext) => Promise<ToolResult>;
}

/** Defines a built-in tool. */
export function defineTool<F extends Fields>({
  fields,
  risk,
  title,
  plan,
  run,
  ...facts
}: ToolDefinition<F>): BuiltInTool {
  return {
    ...facts,
    input: toSchema(fields),
    open(raw) {
      const input = readInput(fields, raw);
      return {
        risk: risk?.(input) ?? facts.effect,
        title: title(input),
        ...(plan === undefined ? {} : { plan: (context) => plan(input, context) }),
        run: (context) => run(input, context),
      };
    },
  };
}

/** A successful result. */
export function said(text: string, details: JsonObject = {}): ToolResult {
  return { text, isError: false, details };
}

/** A failure reported to the model. */
export function failed(text: string, details: JsonObject = {}): ToolResult {
  return { text, isError: true, details };
}
