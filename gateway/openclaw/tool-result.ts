// Results of direct tool calls, as methods and the HTTP API send them.
import { GatewayError } from '#contract/wire/errors.ts';
import type { InvocationOutcome } from '#core/engine/tools-facet.ts';

/** What callers see of a result. */
export function toToolOutput({ text, details }: Extract<InvocationOutcome, { type: 'result' }>) {
  return { content: [{ type: 'text', text }], details };
}

/** Whether a tool isn't available, for whatever reason: callers aren't told which. */
export function isUnavailableTool(error: unknown): boolean {
  return error instanceof GatewayError && error.extras.details?.code === 'TOOL_NOT_AVAILABLE';
}
