// What the model of a session sees with its next request, part by part, with sizes and texts.
import type { ContextSection, ContextSectionKind, SessionContext } from '#contract/types/context.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { filesInForce } from '../agents/agent-files.ts';
import { messageTokens, textTokens } from '../budgets/estimate-request.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { ModelMessage } from '../ports/provider.ts';
import { withProject } from '../projects/session-agent.ts';
import { createRun, type ActiveRun } from '../runs/active-run.ts';
import { buildRequest } from '../runs/build-request.ts';
import { contextWindow } from '../runs/compaction.ts';
import { getSummary } from '../runs/context.ts';
import { modelChain, requireAgent, type ModelChoice } from '../runs/model-choice.ts';
import type { ToolExecutor } from '../runs/run-loop.ts';
import { requireSession } from '../sessions/require-session.ts';
import { contextSettings } from './collect-context.ts';
import { formatMessages } from './format-messages.ts';
import { collectForRun, openForInspection } from './run-context.ts';

/** What models see. Keys are canonical. Errors are {@link GatewayError}s. */
export interface ContextFacet {
  /** The parts of the next request; during a run, of its next one. */
  describe(key: string): Promise<SessionContext>;
  /** The text of a part, as the model gets it. */
  read(key: string, sectionId: string): Promise<string>;
}

/** What this file uses besides the engine's parts. */
interface Given {
  readonly tools: ToolExecutor;
  readonly consoles: Pick<ConsoleFacet, 'list'>;
}

type Section = ContextSection & { readonly text: string };

/** The contexts of sessions. */
export function sessionContext(parts: EngineParts, given: Given): ContextFacet {
  return {
    async describe(key) {
      const { run, choice, sections } = await inspect(parts, given, key);
      const { agent, actor, ports } = run;
      return {
        key,
        ...choice,
        window: contextWindow(run, choice),
        compactAt: ports.config.settings().limits.compactAt,
        tokens: sections.reduce((sum, { tokens }) => sum + tokens, 0),
        counted: actor.view.contextTokens,
        sections: sections.map(({ text: _, ...section }) => section),
        settings: contextSettings(agent, actor.record),
        own: actor.record?.context ?? {},
      };
    },
    async read(key, sectionId) {
      const { sections } = await inspect(parts, given, key);
      const section = sections.find(({ id }) => id === sectionId);
      if (section === undefined)
        throw invalidRequest(
          `No part of the context has the ID "${sectionId}".`,
          'CONTEXT_PART_NOT_FOUND',
          'List the parts with sessions.context.',
        );
      return parts.ports.secretGuard.mask(section.text);
    },
  };
}

/** Builds the request as a run would. */
async function inspect(parts: EngineParts, { tools, consoles }: Given, key: string) {
  const { ports, sessions, runner, gates, projects } = parts;
  const actor = await sessions.load(key);
  const record = requireSession(actor);
  const settings = ports.config.settings();
  const active = runner.active(key);
  const agent = withProject(requireAgent(settings, actor.agentId), projects.peek(record.projectId));
  const facts = { runId: ports.ids.next(), actor, agent, startedAt: ports.clock.now(), ports, ...gates };
  const run = active ?? createRun(facts);
  const chain = modelChain(settings, agent, record, actor.view.run?.options?.model);
  const choice = chain[run.modelIndex] ?? chain[0];
  const [files, offered] = await Promise.all([filesInForce(ports, agent), tools.list(run)]);
  // The tools and the context of an active run stay as they are.
  if (active === undefined) run.context = await collectForRun(run, consoles, openForInspection);
  run.tools ??= offered;
  return { run, choice, sections: toSections(run, choice, tools, files) };
}

function toSections(
  run: ActiveRun,
  choice: ModelChoice,
  tools: ToolExecutor,
  files: Parameters<typeof buildRequest>[3],
): readonly Section[] {
  const { request, prompt } = buildRequest(run, choice, tools, files);
  const summary = getSummary(run.actor.view);
  const history = summary === undefined ? request.messages : withoutSummary(request.messages);
  return [
    ...request.tools.map((tool) => section('tool', JSON.stringify(tool, null, 2), tool.name, JSON.stringify(tool))),
    ...prompt.map(({ kind, name, text }) => section(kind, text, name)),
    ...(summary === undefined ? [] : [section('summary', summary)]),
    {
      ...section('messages', formatMessages(history)),
      tokens: Math.ceil(history.reduce((sum, message) => sum + messageTokens(message), 0)),
      count: history.length,
    },
    ...run.context.map(({ part, limit, text, tokens, isTruncated, problem }) => ({
      id: part,
      kind: part,
      text,
      tokens,
      limit,
      ...(isTruncated ? { isTruncated } : {}),
      ...defined({ problem }),
    })),
  ];
}

/** The summary is the first block of the first message, and listed on its own. */
function withoutSummary([first, ...rest]: readonly ModelMessage[]): readonly ModelMessage[] {
  if (first?.role !== 'user') return first === undefined ? rest : [first, ...rest];
  const content = first.content.slice(1);
  return content.length === 0 ? rest : [{ ...first, content }, ...rest];
}

/** `sent`: what counts, if the text is formatted for people. */
function section(kind: ContextSectionKind, text: string, name?: string, sent = text): Section {
  const id = name === undefined ? kind : `${kind}:${name}`;
  return { id, kind, text, tokens: Math.ceil(textTokens(sent)), ...defined({ name }) };
}
