// The next model request of a run: system prompt, tools, conversation, and collected context.
import { toThinking } from '#contract/sessions/run-options.ts';
import { defined } from '#contract/types/defined.ts';
import type { filesInForce } from '../agents/agent-files.ts';
import { joinContext } from '../context/collect-context.ts';
import { approvalMode } from '../policy/modes.ts';
import type { ModelRequest, ToolSpec } from '../ports/provider.ts';
import { isSideThread, SIDE_GUIDE } from '../side/side-key.ts';
import { getOptions, type ActiveRun } from './active-run.ts';
import { buildMessages } from './context.ts';
import type { ModelChoice } from './model-choice.ts';
import { modelSenses } from './model-senses.ts';
import { systemPrompt, type PromptPart } from './system-prompt.ts';

const DEFAULT_OUTPUT_TOKENS = 16_000;

/** A request with the names of the parts of its system prompt. */
export interface BuiltRequest {
  readonly request: ModelRequest;
  readonly prompt: readonly PromptPart[];
}

/** Builds the request for a model. `files`: those of the agent. */
export function buildRequest(
  run: ActiveRun,
  choice: ModelChoice,
  tools: { specs(run: ActiveRun): readonly ToolSpec[] },
  files: Awaited<ReturnType<typeof filesInForce>>,
): BuiltRequest {
  const { actor, agent, ports } = run;
  const options = getOptions(run);
  const known = ports.providers.describe(choice.provider, choice.model);
  const specs = known?.tools === false ? [] : tools.specs(run);
  const prompt = systemPrompt({
    agent,
    files,
    persona: actor.record?.persona?.text,
    workspace: actor.record?.workspace ?? agent.workspace,
    hasTools: specs.length > 0,
    plans: approvalMode(agent, actor.record) === 'plan',
    instructions: isSideThread(actor.key) ? SIDE_GUIDE : options.instructions,
    now: ports.clock.now(),
  });
  const request = {
    model: choice.model,
    system: prompt.map(({ text }) => text),
    messages: buildMessages(actor.view, modelSenses(ports, choice)),
    ...defined({ context: options.verbatimHistory === true ? undefined : joinContext(run.context) }),
    tools: specs,
    maxOutput: Math.min(known?.maxOutput ?? DEFAULT_OUTPUT_TOKENS, options.maxOutput ?? DEFAULT_OUTPUT_TOKENS),
    thinking: options.thinking ?? toThinking(actor.record?.thinkingLevel ?? '') ?? 'off',
    sessionKey: actor.key,
  };
  return { request, prompt };
}
